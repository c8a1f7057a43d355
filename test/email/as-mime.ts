/** A mail of the local SES as the message that SES would make of it (RFC 5322, 2045): two alternatives, the plain one first. */
import type { Mail } from '../../local/ses-events.ts';

const encoded = (text: string): string => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');

const word = (text: string): string => (/^[ -~]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`);

/** The message, to be read by a parser that is not ours. */
export function asMime(mail: Mail): string {
  const { subject, ...headers } = mail.headers;
  const part = (type: string, text: string) =>
    `--part\r\ncontent-type: text/${type}; charset=utf-8\r\ncontent-transfer-encoding: base64\r\n\r\n${encoded(text)}\r\n`;
  return [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `subject: ${word(subject ?? '')}`,
    'mime-version: 1.0',
    'content-type: multipart/alternative; boundary=part',
    '',
    `${part('plain', mail.text)}${part('html', mail.html)}--part--`,
  ].join('\r\n');
}
