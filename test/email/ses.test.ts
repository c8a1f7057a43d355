import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { autoSubmitted, mailbox, type Sending, sendMail } from '../../functions/email/ses.ts';
import { typed } from '../pages/hostile.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
interface Call {
  FromEmailAddress: string;
  Destination: { ToAddresses: string[] };
  ReplyToAddresses: string[];
  ConfigurationSetName: string;
  ConfigurationOverrides: { Tracking: object };
  Content: { Simple: { Subject: object & { Data: string }; Body: object; Headers: { Name: string; Value: string }[] } };
  EmailTags: object[];
}

const refusal =
  (status: number, code: string): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code }).end('{"message":"no"}');
const accepted: Answer = (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"MessageId":"m-1"}');

let server: Server;
let answer: Answer = accepted;
let calls: Call[] = [];
const clientAt = (endpoint: string) =>
  new SESv2Client({ endpoint, region: 'eu-west-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 });
let ses: { client: SESv2Client; configurationSet: () => string };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    calls.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    answer(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ses = {
    client: clientAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    configurationSet: () => 'samtykke-test',
  };
});
beforeEach(() => {
  calls = [];
  answer = accepted;
});
afterAll(() => {
  ses.client.destroy();
  server.closeAllConnections();
  server.close();
});

const sending: Sending = {
  from: { name: 'Xledger', email: 'news@xledger.example' },
  to: 'kari@example.com',
  replyTo: 'post@xledger.example',
  mail: { subject: 'Bekreft påmeldingen', html: '<p>Hei – på deg</p>', text: 'Hei – på deg' },
  headers: autoSubmitted,
  tags: { brand: 'xledger', request: 'abc_-1' },
};

test('one call carries the mail: one recipient, both parts in UTF-8, configuration set, tags, headers, and no tracking of SES’s own', async () => {
  expect(await sendMail(ses, sending)).toEqual({ outcome: 'sent', messageId: 'm-1' });
  const text = (Data: string) => ({ Data, Charset: 'UTF-8' });
  expect(calls).toEqual([
    {
      FromEmailAddress: 'Xledger <news@xledger.example>',
      Destination: { ToAddresses: ['kari@example.com'] },
      ReplyToAddresses: ['post@xledger.example'],
      ConfigurationSetName: 'samtykke-test',
      ConfigurationOverrides: { Tracking: { OpenTrackingEnabled: 'DISABLED', ClickTrackingEnabled: 'DISABLED' } },
      Content: {
        Simple: {
          Subject: text('Bekreft påmeldingen'),
          Body: { Text: text('Hei – på deg'), Html: text('<p>Hei – på deg</p>') },
          Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
        },
      },
      EmailTags: [
        { Name: 'brand', Value: 'xledger' },
        { Name: 'request', Value: 'abc_-1' },
      ],
    },
  ]);
});

describe('what SES answers', () => {
  const notSent = (reason: string, retry: boolean) => ({ outcome: 'not_sent', reason, retry });
  test.each([
    [429, 'TooManyRequestsException', true],
    [400, 'LimitExceededException', true],
    [400, 'ThrottlingException', true],
    [400, 'AccountSuspendedException', true],
    [400, 'SendingPausedException', true],
    [403, 'AccessDeniedException', true],
    [400, 'MessageRejected', false],
    [400, 'MailFromDomainNotVerifiedException', false],
    [400, 'BadRequestException', false],
    [404, 'NotFoundException', false],
  ])('%i %s was not sent; try again: %s', async (status, code, retry) => {
    answer = refusal(status, code);
    expect(await sendMail(ses, sending)).toEqual(notSent(code, retry));
    expect(calls).toHaveLength(1);
  });

  test.each<[string, Answer]>([
    ['a 500', refusal(500, 'InternalServiceErrorException')],
    ['a 503', refusal(503, 'ServiceUnavailable')],
    ['a 502 without a code', (response) => response.writeHead(502).end('<html>')],
    ['a reset before the answer', (_, request) => request.socket.destroy()],
    [
      'a reset within the answer',
      (response, request) => response.writeHead(200, { 'content-length': '99' }).write('{"Mess', () => request.socket.destroy()),
    ],
    ['no answer in time', () => undefined],
    ['an answer without an id', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}')],
    [
      'an answer that nobody can read',
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"Mess'),
    ],
  ])('F2, F3: after %s it is unknown, and was one call', async (_, unclear) => {
    answer = unclear;
    expect(await sendMail(ses, sending, 300)).toEqual({ outcome: 'unknown' });
    expect(calls).toHaveLength(1);
  });

  test('F3: AWS_MAX_ATTEMPTS in the environment makes it no second call', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '5');
    const eager = { ...ses, client: clientAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`) };
    answer = refusal(500, 'InternalServiceErrorException');
    expect(await sendMail(eager, sending)).toEqual({ outcome: 'unknown' });
    expect(calls).toHaveLength(1);
    eager.client.destroy();
    vi.unstubAllEnvs();
  });

  test('a connection that never stood sent nothing', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const client = clientAt(`http://127.0.0.1:${port}`);
    expect(await sendMail({ ...ses, client }, sending)).toEqual(notSent('ECONNREFUSED', true));
    client.destroy();
  });
});

describe('what SES could not send as it is, never reaches it', () => {
  test.each([
    ['two recipients', { to: 'a@example.com,b@example.com' }, 'address_not_sendable'],
    ['a display name', { to: 'A <a@example.com>' }, 'address_not_sendable'],
    ['a line break', { to: 'a@example.com\r\nBcc: b@example.com' }, 'address_not_sendable'],
    ['æ before the @', { to: 'kåre@example.com' }, 'address_not_sendable'],
    ['a reply address with a line break', { replyTo: 'a@example.com\nX: y' }, 'address_not_sendable'],
    ['a sender without a domain', { from: { name: 'X', email: 'x' } }, 'address_not_sendable'],
    ['a header with a line break', { headers: { 'X-A': 'a\r\nBcc: b@example.com' } }, 'header_not_printable'],
    ['a header with æ', { headers: { 'List-Id': 'Nyhetsbrev på <a.example>' } }, 'header_not_printable'],
    ['a header name with a colon', { headers: { 'X:A': 'a' } }, 'header_not_printable'],
    ['an empty header', { headers: { 'X-A': '' } }, 'header_not_printable'],
    ['a header of 996 characters', { headers: { 'X-A': 'a'.repeat(996) } }, 'header_not_printable'],
    ['a header with its name over 996', { headers: { 'X-Abcde': 'a'.repeat(990) } }, 'header_not_printable'],
    ['a header that SES writes', { headers: { subject: 'a' } }, 'headers_not_allowed'],
    ['the same header twice', { headers: { 'List-Id': '<a.b>', 'list-id': '<a.b>' } }, 'headers_not_allowed'],
    [
      'sixteen headers',
      { headers: Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`X-${n}`, 'a'])) },
      'headers_not_allowed',
    ],
    ['an address as a tag', { tags: { to: 'a@example.com' } }, 'tag_not_allowed'],
  ])('%s', async (_, wrong, reason) => {
    expect(await sendMail(ses, { ...sending, ...wrong })).toEqual({ outcome: 'not_sent', reason, retry: false });
    expect(calls).toEqual([]);
  });

  test('S17: whatever stands in name, subject and header, SES gets printable ASCII in headers and no control character anywhere', async () => {
    const word = fc.oneof(typed, fc.constantFrom('Å\r\nBcc: x@y.no', 'a\0b', 'x\u2028y', '"', '\\', '=?UTF-8?B?eA==?='));
    await fc.assert(
      fc.asyncProperty(word, word, word, async (name, subject, value) => {
        calls = [];
        const { outcome } = await sendMail(ses, {
          ...sending,
          from: { name, email: 'news@xledger.example' },
          mail: { ...sending.mail, subject },
          headers: { 'X-Typed': value },
        });
        expect(calls).toHaveLength(outcome === 'sent' ? 1 : 0);
        for (const call of calls) {
          expect(call.FromEmailAddress).toMatch(/^[ -~]*$/);
          expect(call.Content.Simple.Subject.Data).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u);
          for (const header of call.Content.Simple.Headers) expect(header.Value).toMatch(/^[ -~]*$/);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a name in a header', () => {
  test.each([
    ['Xledger', 'Xledger <a@b.no>'],
    ['Alektum Group', 'Alektum Group <a@b.no>'],
    ['Fjord, Fell', '"Fjord, Fell" <a@b.no>'],
    ['A "B" \\ C', '"A \\"B\\" \\\\ C" <a@b.no>'],
    ['news@x.no', '"news@x.no" <a@b.no>'],
    ['Blåbær', '=?UTF-8?B?QmzDpWLDpnI=?= <a@b.no>'],
    ['=?UTF-8?B?eA==?=', '=?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?= <a@b.no>'],
    ['X\r\nBcc: c@d.no', '"X Bcc: c@d.no" <a@b.no>'],
    [' \0 ', 'a@b.no'],
  ])('%j is written %s', (name, written) => {
    expect(mailbox(name, 'a@b.no')).toBe(written);
  });

  test('RFC 2047: encoded words hold at most 75 characters, split no character and decode to the name', () => {
    const decode = (word: string) => {
      const bytes = Buffer.from(word.slice('=?UTF-8?B?'.length, -'?='.length), 'base64');
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    };
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (name) => {
        const words = mailbox(`Æ${name}`, 'a@b.no').replace(' <a@b.no>', '').split(' ');
        for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
        expect(words.map(decode).join('')).toBe(`Æ${name}`.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim());
      }),
    );
  });
});
