import { GetAccountCommand, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ policies: [], triggers: { streams: {}, queues: {} } });
});
afterAll(() => system.stop());
beforeEach(() => {
  Object.assign(system.ses.limits, {
    maxSendRate: 1_000,
    max24HourSend: 1_000_000,
    verifiedDomains: ['brand.example'],
    enforcementStatus: 'HEALTHY',
  });
});

const mailTo = (to: string | string[], change: Partial<SendEmailCommandInput> = {}): SendEmailCommandInput => ({
  FromEmailAddress: 'Brand <news@brand.example>',
  Destination: { ToAddresses: [to].flat() },
  Content: { Simple: { Subject: { Data: 'Påmelding' }, Body: { Html: { Data: '<p>Hei</p>' }, Text: { Data: 'Hei' } } } },
  ConfigurationSetName: system.ses.configurationSet,
  ...change,
});
const withHeaders = (headers: [string, string][]): Partial<SendEmailCommandInput> => ({
  Content: {
    Simple: {
      Subject: { Data: 'Hi' },
      Body: { Text: { Data: 'Hi' } },
      Headers: headers.map(([Name, Value]) => ({ Name, Value })),
    },
  },
});
const send = (input: SendEmailCommandInput) => system.deps.ses.client.send(new SendEmailCommand(input));
const outcome = (input: SendEmailCommandInput) =>
  send(input).then(
    () => 'accepted',
    (error: Error) => error.name,
  );
const eventsFor = async (to: string) => {
  const { MessageId: id } = await send(mailTo(to));
  await system.settle();
  return system.ses.events.filter(({ mail }) => mail.messageId === id);
};

test('an accepted mail is in the mailbox, newest first, with headers and tags', async () => {
  await send(mailTo('first@example.com'));
  const { MessageId: id } = await send(
    mailTo('Ola@Example.com', {
      ...withHeaders([
        ['List-Unsubscribe', '<https://x.example/u/t>'],
        ['Auto-Submitted', 'auto-generated'],
      ]),
      ReplyToAddresses: ['post@brand.example'],
      EmailTags: [{ Name: 'brand', Value: 'brand' }],
    }),
  );
  expect(system.mails()[0]).toEqual({
    id,
    to: 'Ola@Example.com',
    from: 'Brand <news@brand.example>',
    subject: 'Hi',
    html: '',
    text: 'Hi',
    headers: {
      from: 'Brand <news@brand.example>',
      to: 'Ola@Example.com',
      subject: 'Hi',
      'reply-to': 'post@brand.example',
      'message-id': `<${id}@eu-west-1.amazonses.com>`,
      'list-unsubscribe': '<https://x.example/u/t>',
      'auto-submitted': 'auto-generated',
    },
    tags: { brand: 'brand' },
    configurationSet: system.ses.configurationSet,
    at: expect.stringMatching(/Z$/),
  });
  expect(system.mails('ola@example.com').length).toBe(1);
  expect(system.mails('first@example.com').length).toBe(1);
  expect(system.mails('nobody@example.com')).toEqual([]);
});

describe('what SES refuses, the front refuses', () => {
  const long = 'x'.repeat(996);
  const cases: [string, SendEmailCommandInput | (() => SendEmailCommandInput), string][] = [
    ['no recipient', () => mailTo([]), 'BadRequestException'],
    ['51 recipients', () => mailTo(Array.from({ length: 51 }, (_, index) => `a${index}@example.com`)), 'MessageRejected'],
    ['no domain', () => mailTo('nope'), 'BadRequestException'],
    ['a local part beyond ASCII', () => mailTo('åse@example.com'), 'BadRequestException'],
    ['a domain beyond ASCII', () => mailTo('ase@blåbær.example'), 'BadRequestException'],
    ['two addresses in one', () => mailTo('a@example.com, b@example.com'), 'BadRequestException'],
    ['a line break in the address', () => mailTo('a@example.com\r\nBcc: b@example.com'), 'BadRequestException'],
    [
      'a sender that is not verified',
      () => mailTo('a@example.com', { FromEmailAddress: 'x@elsewhere.example' }),
      'MessageRejected',
    ],
    [
      'a sender’s name beyond ASCII',
      () => mailTo('a@example.com', { FromEmailAddress: 'Blåbær <news@brand.example>' }),
      'BadRequestException',
    ],
    ['no sender', () => mailTo('a@example.com', { FromEmailAddress: undefined }), 'BadRequestException'],
    [
      'no body',
      () => mailTo('a@example.com', { Content: { Simple: { Subject: { Data: 'x' }, Body: {} } } }),
      'BadRequestException',
    ],
    [
      '16 headers',
      () => mailTo('a@example.com', withHeaders(Array.from({ length: 16 }, (_, index) => [`X-${index}`, 'x']))),
      'BadRequestException',
    ],
    ['a header of SES’s own', () => mailTo('a@example.com', withHeaders([['Subject', 'x']])), 'BadRequestException'],
    ['a header value beyond ASCII', () => mailTo('a@example.com', withHeaders([['X-A', 'å']])), 'BadRequestException'],
    [
      'a line break in a header',
      () => mailTo('a@example.com', withHeaders([['X-A', 'a\r\nBcc: b@example.com']])),
      'BadRequestException',
    ],
    ['a long header value', () => mailTo('a@example.com', withHeaders([['X-A', long]])), 'BadRequestException'],
    ['a header name with a space', () => mailTo('a@example.com', withHeaders([['X A', 'x']])), 'BadRequestException'],
    [
      'a list header twice',
      () =>
        mailTo(
          'a@example.com',
          withHeaders([
            ['List-Id', 'x'],
            ['list-id', 'y'],
          ]),
        ),
      'BadRequestException',
    ],
    [
      'an address in a tag',
      () => mailTo('a@example.com', { EmailTags: [{ Name: 'to', Value: 'a@example.com' }] }),
      'BadRequestException',
    ],
    ['an unknown configuration set', () => mailTo('a@example.com', { ConfigurationSetName: 'nothing' }), 'NotFoundException'],
  ];
  test.each(cases)('%s', async (_name, input, expected) => {
    const before = system.mails().length;
    expect(await outcome(typeof input === 'function' ? input() : input)).toBe(expected);
    expect(system.mails().length).toBe(before);
  });
  test('and what SES takes, it takes', async () => {
    expect(await outcome(mailTo('"Ola Nordmann" <ola.nordmann+news@sub.example.com>'))).toBe('accepted');
    expect(
      await outcome(mailTo('a@example.com', { FromEmailAddress: '=?UTF-8?B?QmzDpWLDpnI=?= <news@mail.brand.example>' })),
    ).toBe('accepted');
    expect(await outcome(mailTo('a@example.com', withHeaders([['X-A', 'x'.repeat(993)]])))).toBe('accepted');
  });
});

describe('limits', () => {
  test('the send rate', async () => {
    system.advance('PT1M');
    system.ses.limits.maxSendRate = 2;
    const outcomes = await Promise.all(['a', 'b', 'c'].map((name) => outcome(mailTo(`${name}@example.com`))));
    expect(outcomes.toSorted()).toEqual(['TooManyRequestsException', 'accepted', 'accepted']);
    system.advance(1_001);
    expect(await outcome(mailTo('a@example.com'))).toBe('accepted');
  });
  test('the daily quota, which comes back as the day moves on', async () => {
    system.advance('P2D');
    system.ses.limits.max24HourSend = 1;
    expect([await outcome(mailTo('a@example.com')), await outcome(mailTo('b@example.com'))]).toEqual([
      'accepted',
      'TooManyRequestsException',
    ]);
    system.advance('P1D');
    expect(await outcome(mailTo('b@example.com'))).toBe('accepted');
  });
  test('the account tells its limits, and a shut one does not send', async () => {
    Object.assign(system.ses.limits, { maxSendRate: 14, max24HourSend: 50_000, enforcementStatus: 'SHUTDOWN' });
    const account = await system.deps.ses.client.send(new GetAccountCommand({}));
    expect(account).toMatchObject({
      EnforcementStatus: 'SHUTDOWN',
      SendingEnabled: false,
      SendQuota: { MaxSendRate: 14, Max24HourSend: 50_000 },
    });
    expect(await outcome(mailTo('a@example.com'))).toBe('SendingPausedException');
  });
});

describe('events', () => {
  test('a mail is sent and delivered', async () => {
    const events = await eventsFor('ola@example.com');
    expect(events.map(({ eventType }) => eventType)).toEqual(['Send', 'Delivery']);
    expect(events[1]).toMatchObject({
      mail: {
        destination: ['ola@example.com'],
        source: 'Brand <news@brand.example>',
        tags: { 'ses:configuration-set': [system.ses.configurationSet] },
      },
      delivery: { recipients: ['ola@example.com'] },
    });
  });
  test.each([
    ['success@simulator.amazonses.com', ['Send', 'Delivery'], undefined],
    ['bounce@simulator.amazonses.com', ['Send', 'Bounce'], { bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }],
    ['bounce+label@simulator.amazonses.com', ['Send', 'Bounce'], { bounce: { bounceType: 'Permanent' } }],
    ['complaint@simulator.amazonses.com', ['Send', 'Delivery', 'Complaint'], { complaint: { complaintFeedbackType: 'abuse' } }],
    ['ooto@simulator.amazonses.com', ['Send', 'Delivery', 'Bounce'], { bounce: { bounceType: 'Transient' } }],
    ['suppressionlist@simulator.amazonses.com', ['Send', 'Bounce'], { bounce: { bounceSubType: 'OnAccountSuppressionList' } }],
  ])('%s: %j', async (to, types, last) => {
    const events = await eventsFor(to);
    expect(events.map(({ eventType }) => eventType)).toEqual(types);
    expect(events.at(-1)).toMatchObject(last ?? {});
  });
  test('they arrive in the feedback queue as they are', async () => {
    const before = (await system.waiting('feedback')).length;
    const [sent] = await eventsFor('ola@example.com');
    const arrived = (await system.waiting('feedback')).slice(before).map(({ body }) => JSON.parse(body));
    expect(arrived.length).toBe(2);
    expect(arrived[0]).toEqual(sent);
  });
  test('without a configuration set SES reports nothing', async () => {
    const before = system.ses.events.length;
    await send(mailTo('ola@example.com', { ConfigurationSetName: undefined }));
    await system.settle();
    expect(system.ses.events.length).toBe(before);
    expect(system.mails()[0]?.configurationSet).toBeUndefined();
  });
});

describe('faults', () => {
  test.each([
    ['drop', 0],
    ['error', 0],
    ['throttle', 0],
    ['reject', 0],
    ['pause', 0],
    ['drop-after-accept', 1],
    ['error-after-accept', 1],
  ] as const)('%s: one call, %i mails', async (fault, mails) => {
    const before = { mails: system.mails().length, calls: system.ses.calls.length };
    system.ses.fail(fault);
    expect(await outcome(mailTo('fault@example.com'))).not.toBe('accepted');
    expect(system.mails().length - before.mails).toBe(mails);
    expect(system.ses.calls.length - before.calls).toBe(1);
    expect(await outcome(mailTo('fault@example.com'))).toBe('accepted');
  });
  test('silence after accepting: the caller’s patience ends, the mail is out', async () => {
    const before = system.mails().length;
    system.ses.fail('silence-after-accept');
    const call = system.deps.ses.client.send(new SendEmailCommand(mailTo('silence@example.com')), {
      abortSignal: AbortSignal.timeout(300),
    });
    await expect(call).rejects.toThrow();
    expect(system.mails().length - before).toBe(1);
  });
  test('a fault may strike one recipient several times, and no other', async () => {
    system.ses.fail('throttle', { to: 'unlucky@example.com', times: 2 });
    expect(await outcome(mailTo('lucky@example.com'))).toBe('accepted');
    const outcomes = [];
    for (let times = 0; times < 3; times += 1) outcomes.push(await outcome(mailTo('unlucky@example.com')));
    expect(outcomes).toEqual(['TooManyRequestsException', 'TooManyRequestsException', 'accepted']);
  });
});
