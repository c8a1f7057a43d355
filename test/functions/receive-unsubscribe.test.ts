/** Unsubscribing by mail: what SES reports of a mail goes through the queue, and the API tells what became of its sender. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import { newAddress } from '../faults/steps.ts';
import { asOperator, audienceOf, press, subscribe } from '../journey.ts';
import { contactIdOf, mailLink, suppress } from './planted.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

/** How a mail differs from one that somebody wrote to leave xledger's newsletter, and that their domain vouches for. */
interface Written {
  readonly from?: string | readonly string[];
  readonly to?: readonly string[];
  readonly subject?: string;
  readonly source?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly dmarc?: string;
  readonly spf?: string;
  readonly dkim?: string;
  readonly truncated?: boolean;
  readonly at?: Date;
  readonly id?: string;
}

/** The report as SES makes it of a received mail, without what the mail says. */
function report(email: string, written: Written = {}) {
  const { from = `Kari Nordmann <${email}>`, subject = 'unsubscribe newsletter:insights', source = email } = written;
  const { to = ['unsubscribe+xledger@stop.example.com'], truncated = false, headers = [] } = written;
  const at = (written.at ?? system.clock.now()).toISOString();
  const froms = typeof from === 'string' ? [from] : from;
  const verdict = (status = 'PASS') => ({ status });
  return {
    notificationType: 'Received',
    mail: {
      timestamp: at,
      source,
      messageId: written.id ?? system.deps.newId(),
      destination: ['undisclosed@example.com'],
      headersTruncated: truncated,
      headers: [
        { name: 'Return-Path', value: `<${source ?? ''}>` },
        { name: 'Received', value: `from mail.example by inbound-smtp.eu-north-1.amazonaws.com for ${to[0]}` },
        ...(truncated ? [] : froms.map((value) => ({ name: 'From', value }))),
        { name: 'Subject', value: subject },
        ...headers.map(([name, value]) => ({ name, value })),
      ],
      commonHeaders: { returnPath: source ?? '', from: froms, to: ['undisclosed@example.com'], subject },
    },
    receipt: {
      timestamp: at,
      processingTimeMillis: 300,
      recipients: to,
      spamVerdict: verdict('DISABLED'),
      virusVerdict: verdict('DISABLED'),
      spfVerdict: verdict(written.spf),
      dkimVerdict: verdict(written.dkim),
      dmarcVerdict: verdict(written.dmarc),
      action: { type: 'Stop', topicArn: 'arn:aws:sns:eu-north-1:000000000000:received' },
    },
  };
}

async function arrive(...reports: object[]): Promise<void> {
  const { client, url } = system.deps.queues;
  for (const one of reports)
    await client.send(new SendMessageCommand({ QueueUrl: url('inbound'), MessageBody: JSON.stringify(one) }));
  await system.settle();
}
const write = (email: string, written?: Written) => arrive(report(email, written));

const contact = async (email: string, brand = 'xledger') => {
  const answer = await asOperator(system, `contacts?email=${encodeURIComponent(email)}`, { role: 'privacy', brand });
  return (await answer.json()) as { standing?: string; reason?: string; consents?: Record<string, { status: string }> };
};
const entriesOf = async (id: string, brand = 'xledger') =>
  (await system.dump('ledger')).filter(({ pk }) => pk === `${brand}#${id}`).sort((a, b) => Number(a.seq) - Number(b.seq));
const subscriber = async (more: object = {}) => {
  const email = newAddress();
  await subscribe(system, { email, ...more });
  return email;
};

describe('a mail from the stored address', () => {
  test('E5: does what the link does, with SES’s id of it as the proof', async () => {
    const email = await subscriber();
    const id = await contactIdOf(system, email);
    await write(email, { id: 'received-mail-1' });
    expect(await contact(email)).toMatchObject({ standing: 'erased', reason: 'withdrawn' });
    const [, last, ...more] = await entriesOf(id);
    expect(last).toMatchObject({
      ...{ act: 'erased', actor: 'person', method: 'mail' },
      evidence: { purpose: 'newsletter:insights', source: 'received-mail-1' },
    });
    expect(more).toEqual([]);

    const byLink = await subscriber();
    const other = await contactIdOf(system, byLink);
    await press(system, await mailLink(system, { contactId: other, purpose: 'newsletter:insights' }));
    const [, pressed] = await entriesOf(other);
    expect(last?.changes).toEqual(pressed?.changes);
  });

  const amesto = {
    brand: 'amesto',
    form: 'newsletter-dk',
    company: 'Fjord ApS',
    consents: ['newsletter:updates', 'marketing:surveys', 'marketing:activities'],
  };
  const to = ['unsubscribe+amesto@stop.example.com'];
  const given = async (email: string) =>
    Object.entries((await contact(email, 'amesto')).consents ?? {})
      .filter(([, { status }]) => status === 'ConsentGiven')
      .map(([purpose]) => purpose)
      .sort();

  test('ends the purpose that its subject names, whatever stands around it, and no other', async () => {
    const email = await subscriber(amesto);
    await write(email, { to, subject: 'Re: SV: Unsubscribe  NEWSLETTER:updates, please' });
    expect(await given(email)).toEqual(['marketing:activities', 'marketing:surveys']);
  });

  test('ends everything at the brand if its subject names nothing', async () => {
    const email = await subscriber(amesto);
    await write(email, { to, subject: 'Stopp' });
    expect(await given(email)).toEqual([]);
    expect((await contact(email, 'amesto')).standing).not.toBe('active');
  });

  test('ends nothing at another brand', async () => {
    const email = await subscriber(amesto);
    await subscribe(system, { email });
    await write(email);
    expect(await contact(email)).toMatchObject({ standing: 'erased' });
    expect(await given(email)).toHaveLength(3);
  });

  test.each<[string, (email: string) => Written]>([
    ['is found by a From that is the address alone', (email) => ({ from: email })],
    ['is found in capitals', (email) => ({ from: `KARI <${email.toUpperCase()}>` })],
    [
      'is found behind another address in quotes',
      (email) => ({ from: `"someone@else.example, \\"x\\" <y@z.example>" <${email}>` }),
    ],
    ['is found behind an encoded name', (email) => ({ from: `=?UTF-8?B?S8OlcmU=?=\r\n <${email}>` })],
    ['is found where heavy headers pushed From out', () => ({ truncated: true })],
    ['counts if a domain without DMARC vouches by SPF', () => ({ dmarc: 'GRAY' })],
    ['counts if a mailing list’s way broke SPF, and DMARC holds', () => ({ spf: 'FAIL', source: 'relay@elsewhere.example' })],
    [
      'counts if it says that nothing made it',
      () => ({
        headers: [
          ['Auto-Submitted', 'no'],
          ['Precedence', 'normal'],
        ],
      }),
    ],
  ])('%s', async (_, writtenBy) => {
    const email = await subscriber();
    await write(email, writtenBy(email));
    expect(await contact(email)).toMatchObject({ standing: 'erased' });
  });

  test('delivered three times, twice at once, ends it once; and not what was confirmed again since', async () => {
    const email = await subscriber({
      brand: 'infosoft',
      form: 'newsletter-se',
      company: 'Fjäll AB',
      consents: ['newsletter:news'],
    });
    const id = await contactIdOf(system, email, 'infosoft');
    const one = report(email, { to: ['unsubscribe+infosoft@stop.example.com'], subject: 'unsubscribe newsletter:news' });
    await arrive(one, one);
    expect((await entriesOf(id, 'infosoft')).map(({ act }) => act)).toEqual(['confirmed', 'withdrawn']);
    expect(await contact(email, 'infosoft')).toMatchObject({ standing: 'deactivated' });

    system.advance('PT16M');
    const again = { brand: 'infosoft', form: 'newsletter-se', email, company: 'Fjäll AB', consents: ['newsletter:news'] };
    await subscribe(system, again);
    // from the dead-letter queue, days later; with the purpose and without it
    await arrive(one, { ...one, mail: { ...one.mail, commonHeaders: { from: [email] } } });
    expect(await audienceOf(system, 'newsletter:news', 'infosoft')).toContain(email);
    await write(email, { to: ['unsubscribe+infosoft@stop.example.com'] });
    expect(await audienceOf(system, 'newsletter:news', 'infosoft')).not.toContain(email);
  });

  test('T3: never weakens an objection or a complaint', async () => {
    for (const reason of ['objected', 'complained'] as const) {
      const email = await subscriber();
      await suppress(system, email, reason);
      await write(email);
      expect(await contact(email)).toMatchObject({ standing: 'erased', reason });
    }
  });
});

describe('nothing ends, is answered or is left behind', () => {
  const mallory = 'mallory@evil.example';
  test.each<[string, (email: string) => Written]>([
    ['T10: by a From that its domain disowns', () => ({ dmarc: 'FAIL' })],
    ['T10: by a From that nothing vouches for', () => ({ dmarc: 'GRAY', spf: 'FAIL' })],
    ['T10: by SPF that vouches for another domain', () => ({ dmarc: 'GRAY', source: mallory })],
    ['T10: by SPF and DKIM of another domain, where DMARC fails', () => ({ dmarc: 'FAIL', source: mallory })],
    ['T10: by DKIM that vouches for whoever it is', () => ({ dmarc: 'GRAY', spf: 'NONE', dkim: 'PASS' })],
    ['T10: when SES could not tell', () => ({ dmarc: 'PROCESSING_FAILED', spf: 'PROCESSING_FAILED' })],
    ['T10: by a name that looks like the address', (email) => ({ from: `"${email}" <${mallory}>`, source: mallory })],
    ['T10: by two addresses in one From', (email) => ({ from: `${mallory}, <${email}>` })],
    ['T10: by two addresses in one From, of which the first is the address', (email) => ({ from: `<${email}>, ${mallory}` })],
    ['T10: by two addresses in brackets', (email) => ({ from: `<${mallory}> <${email}>` })],
    ['T10: by an address in a comment', (email) => ({ from: `${mallory} (<${email}>)` })],
    ['T10: by two From', (email) => ({ from: [mallory, email] })],
    ['T10: by two From, of which the first is the address', (email) => ({ from: [email, mallory] })],
    [
      'T10: by an address in Reply-To, Sender and the subject',
      (email) => ({
        ...{ from: mallory, source: mallory, subject: `unsubscribe newsletter:insights ${email}` },
        headers: [
          ['Reply-To', email],
          ['Sender', email],
        ],
      }),
    ],
    ['by an out-of-office reply (RFC 3834)', () => ({ headers: [['Auto-Submitted', 'auto-replied']] })],
    ['by an automatic mail in small letters', () => ({ headers: [['auto-submitted', 'AUTO-generated; x=y']] })],
    ['by a bounce, which has no return path', () => ({ source: '' })],
    ['by a bounce whose return path SES writes as <>', () => ({ source: '<>' })],
    ['by a mailer-daemon', () => ({ source: 'MAILER-DAEMON@mx.example' })],
    ['by a mail of no return path at all', () => ({ source: null })],
    ['by what calls itself bulk', () => ({ headers: [['Precedence', 'bulk']] })],
    ['by what calls itself an automatic reply', () => ({ headers: [['Precedence', 'auto_reply']] })],
    ['by a mail to another address of the domain', () => ({ to: ['post@stop.example.com', 'xledger@stop.example.com'] })],
    ['by a mail to a brand that is not served', () => ({ to: ['unsubscribe+nobody@stop.example.com'] })],
  ])('%s', async (_, writtenBy) => {
    const email = await subscriber();
    const before = [await system.dump('people'), await system.dump('ledger')];
    const mails = system.mails().length;
    await write(email, writtenBy(email));
    expect([await system.dump('people'), await system.dump('ledger')]).toEqual(before);
    expect(system.mails()).toHaveLength(mails);
    expect(await system.deadLetters('inbound')).toEqual([]);
  });

  test('by a stranger, who is told as little as everybody; a report that cannot be read fails by itself', async () => {
    const email = await subscriber();
    const before = system.mails().length;
    const Records = [report(newAddress()), { notificationType: 'Bounce' }, report(email)].map((body, index) => ({
      messageId: `m${index}`,
      body: JSON.stringify(body),
    }));
    expect(await system.runJob('receive-unsubscribe', { Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(await contact(email)).toMatchObject({ standing: 'erased' });
    await system.settle();
    expect(system.mails()).toHaveLength(before);
  });

  test('of what was written stands in a log line', async () => {
    const email = await subscriber();
    const from = system.lines.length;
    await write(email, { subject: 'unsubscribe newsletter:insights SECRETWORD', from: `"SECRETNAME" <${email}>` });
    await write(email, { dmarc: 'FAIL', subject: 'SECRETWORD', from: `"SECRETNAME" <${email}>` });
    const lines = system.lines.slice(from).join('\n');
    expect(lines).toContain('unsubscribed_by_mail');
    expect(lines).toContain('not_authenticated');
    for (const personal of [email, 'SECRETWORD', 'SECRETNAME']) expect(lines).not.toContain(personal);
  });
});
