/** What a partner's feed costs. Transactions are computed, since the local engine states them wrongly. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '../../local/system.ts';
import policy from '../../policies/xledger.ts';
import { contactIdOf, mailLink } from '../functions/planted.ts';
import { press, subscribe } from '../journey.ts';
import { meterOf } from './measure.ts';

let system: System;
beforeAll(async () => {
  // one reader of the feed: with the CRM there would be two
  system = await startSystem({ policies: [{ ...policy, crm: undefined }] });
});
afterAll(() => system.stop());

const partner = 'implementation';
const purpose = `partner:${partner}`;

test('a piece of news costs 8 W and 3 R: position, news, what the partner knows, and the person held to what was judged; a reading 4 W and 1 R each', async () => {
  const meter = meterOf(system);
  const hear = (contactId: string, seq: number) =>
    meter.measure(() =>
      system.runJob('feed-partners', {
        Records: [{ messageId: '1', body: JSON.stringify({ brand: 'xledger', contactId, seq }) }],
      }),
    );
  const read = async () => {
    const token = await system.token({ brand: 'xledger', role: `partner:${partner}` });
    return meter.measure(() =>
      system.fetch(`/v1/xledger/partners/${partner}/changes`, { headers: { authorization: `Bearer ${token}` } }),
    );
  };
  await subscribe(system, { email: 'first@example.no', consents: ['newsletter:insights', purpose] });
  await subscribe(system, { email: 'kari@example.no', consents: ['newsletter:insights', purpose], name: 'Kari Nordmann' });
  const contactId = await contactIdOf(system, 'kari@example.no');
  await read();

  await press(system, await mailLink(system, { contactId, purpose }));
  const news = (await hear(contactId, 2)).use;
  expect(news).toMatchObject({ write: 8, read: 3, computed: true });
  expect((await hear(contactId, 2)).use).toMatchObject({ write: 0, read: 2 });

  // of the two, one is left to give
  const reading = (await read()).use;
  expect(reading.calls).toMatchObject({ TransactWriteItems: 1 });
  expect(reading.write).toBe(4);
});
