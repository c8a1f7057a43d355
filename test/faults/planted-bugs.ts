/**
 * Bugs that have been seen in systems like this one, as changes to our own files. `npm run plant` makes each of them, one at a time in a copy, and runs the tests
 * that must then fail. The numbers are those of the project's targets.
 */

/** One bug: what it is, how it is made, and which tests kill it. */
export interface PlantedBug {
  readonly name: string;
  readonly changes: readonly { readonly file: string; readonly find: string; readonly put: string }[];
  /** Test files, and which of their tests. */
  readonly tests: readonly string[];
  readonly only: string;
}

const faults = ['test/faults/sending.test.ts'];

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: '1: the claim has no condition',
    changes: [
      {
        file: 'functions/store/sends.ts',
        find: `        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',`,
        put: '',
      },
    ],
    tests: faults,
    only: 'F1, I1',
  },
  {
    name: '2: the SES client tries three times',
    changes: [
      {
        file: 'functions/deps.ts',
        find: 'new SESv2Client({ maxAttempts: 1, requestHandler: { httpAgent: batchConnection',
        put: 'new SESv2Client({ maxAttempts: 3, requestHandler: { httpAgent: batchConnection',
      },
    ],
    tests: faults,
    only: 'F2, F3, F4, F5',
  },
  {
    name: '3: consent is read from the index',
    changes: [
      {
        file: 'functions/reader-mail.ts',
        find: 'const person = await readPerson(db, key.brand, key.contactId, now());\n',
        put: `const stored = await readPersonAsStored(db, key.brand, key.contactId);
  const { audience } = keys.audience(key.brand, campaign.purpose, shardOf(key.contactId));
  const page = await db.client.send(
    new QueryCommand({
      TableName: db.tableName('people'),
      IndexName: 'audience',
      KeyConditionExpression: 'audience = :audience AND pk = :pk',
      ExpressionAttributeValues: marshall({ ':audience': audience, ':pk': keys.contact(key.brand, key.contactId) }),
    }),
  );
  const listed = (page.Items?.length ?? 0) > 0;
  const person = stored && listed
    ? { ...stored, consents: stored.consents.map((consent) => ({ ...consent, status: 'ConsentGiven' as const })) }
    : stored;
`,
      },
      {
        file: 'functions/reader-mail.ts',
        find: "import { readAddress, readPerson } from './store/people.ts';\n",
        put: `import { readAddress, readPersonAsStored } from './store/people.ts';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { keys, shardOf } from './store/keys.ts';
`,
      },
    ],
    tests: faults,
    only: 'F21',
  },
  {
    name: '4: consent is read as it may have been a moment ago',
    changes: [
      {
        file: 'functions/store/people.ts',
        find: '    ConsistentRead: true,\n    // `SEND#` and what follows',
        put: '    ConsistentRead: false,\n    // `SEND#` and what follows',
      },
    ],
    tests: faults,
    only: 'F21',
  },
  {
    name: '5: a call without an answer is taken for one that failed, and made again',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: "    case 'unknown':\n      return { state: 'unknown', locale, basis, tracking };",
        put: "    case 'unknown':\n      return 'no_room';",
      },
    ],
    tests: faults,
    only: 'F2, F3, F4, F5',
  },
  {
    name: '6: what is there has not expired',
    changes: [
      {
        file: 'functions/domain/confirm.ts',
        find: "  if (now >= link.expiresAt || (request && !isLive(request, now))) return { outcome: 'expired' };\n",
        put: "  if (!request) return { outcome: 'expired' };\n",
      },
    ],
    tests: ['test/functions/confirm.test.ts'],
    only: 'T4, F10',
  },
  {
    name: '7: one bad message takes its batch along',
    changes: [
      {
        file: 'functions/http/queue.ts',
        find: '          return [{ itemIdentifier: messageId }];',
        put: '          throw error;',
      },
    ],
    tests: ['test/functions/record-feedback.test.ts'],
    only: 'F16, I9',
  },
  {
    name: '8: the handler counts as it goes',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: '  return resultOf(contactId, await finishSend(db, key, claim, outcome));',
        put: `  if (outcome.state === 'sent') await addCounts(db, key, message.chunk, { sent: 1 });
  return resultOf(contactId, await finishSend(db, key, claim, outcome));`,
      },
      {
        file: 'functions/jobs/send.ts',
        find: "import { endChunk, readTally } from '../store/counters.ts';",
        put: "import { addCounts, endChunk, readTally } from '../store/counters.ts';",
      },
      {
        file: 'functions/store/counters.ts',
        find: '{ ...addUp(results), chunks: 1 }',
        put: "{ ...addUp(results.filter(({ state }) => state !== 'sent')), chunks: 1 }",
      },
    ],
    tests: faults,
    only: 'F2, F3, F4, F5',
  },
  {
    name: '9: how far a run has come is saved before its chunks are',
    changes: [
      {
        file: 'functions/jobs/prepare-campaign.ts',
        find: '  if (!(await writeAll(needs, run, chunks))) return;\n',
        put: '',
      },
      {
        file: 'functions/jobs/prepare-campaign.ts',
        find: "  if ((await saveCampaign(db, run, after)) === 'conflict') return;\n",
        put: `  if ((await saveCampaign(db, run, after)) === 'conflict') return;
  if (!(await writeAll(needs, run, chunks))) return;
`,
      },
    ],
    tests: ['test/faults/campaigns.test.ts'],
    only: 'of a run that prepares',
  },
  {
    name: '10: what was restored is taken for what is true',
    changes: [
      {
        file: 'bin/restore-check.ts',
        find: '    const repair = repairOf(policy, contactId, chain, await readRestored(db, brand, contactId, last), now());\n',
        put: "    const repair: Repair = { kind: 'in_step' };\n",
      },
    ],
    tests: ['test/faults/restore.test.ts'],
    only: 'whoever left is out of every audience again',
  },
  {
    name: '11: a late `sent` overwrites what SES has told',
    changes: [
      {
        file: 'functions/store/sends.ts',
        find: "const known = await update(db, key, { state, ...details }, { state: 'claimed', claimId });",
        put: "const known = await update(db, key, { state, ...details, feedback: 'delayed' }, { claimId } as never);",
      },
    ],
    tests: faults,
    only: 'F8',
  },
  {
    name: '12: looking at a confirmation uses it up',
    changes: [
      {
        file: 'functions/public/confirm.ts',
        find: "          case 'open': {\n            const action =",
        put: `          case 'open': {
            await needs.db.client.send(
              new DeleteItemCommand({
                TableName: needs.db.tableName('people'),
                Key: marshall(keys.request(opened.link.brand, opened.link.addressHash as AddressHash, opened.link.form)),
              }),
            );
            const action =`,
      },
      {
        file: 'functions/public/confirm.ts',
        find: "import { confirmRequest, stateOfLink } from '../domain/confirm.ts';\n",
        put: `import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { confirmRequest, stateOfLink } from '../domain/confirm.ts';
import { keys } from '../store/keys.ts';
`,
      },
    ],
    tests: ['test/functions/confirm.test.ts'],
    only: 'T7, S6',
  },
  {
    name: '13: a look at the address that fails finds nothing',
    changes: [
      {
        file: 'functions/reader-mail.ts',
        find: '? (await readAddress(db, key.brand, person.profile.addressHash)).suppression',
        put: '? (await readAddress(db, key.brand, person.profile.addressHash).catch(() => ({ suppression: undefined }))).suppression',
      },
    ],
    tests: faults,
    only: 'T18, K1',
  },
  {
    name: '14: to cancel only changes a label',
    changes: [
      {
        file: 'functions/turns.ts',
        find: `    if (campaign?.state === 'cancelled') return { campaign, ticks: Array.from({ length: limits.turnMails }, () => undefined) };
    if (campaign?.state !== 'sending') return { campaign, stop: 'held' };`,
        put: "    if (!campaign) return { campaign, stop: 'held' };",
      },
      {
        file: 'functions/domain/gate.ts',
        find: "  if (campaign.state !== 'sending') return shut('campaign_not_sending');\n",
        put: '',
      },
    ],
    tests: ['test/functions/send.test.ts'],
    only: 'T21',
  },
  {
    name: '15: an erasure bars nothing',
    changes: [
      {
        file: 'functions/domain/ending.ts',
        find: "    suppression: ending.person === 'stays' || ending.addressLost ? 'keep' : suppressed,",
        put: "    suppression: ending.person !== 'suppressed' || ending.addressLost ? 'keep' : suppressed,",
      },
    ],
    tests: ['test/functions/rights.test.ts'],
    only: 'leaves a suppression and the chain',
  },
  {
    name: '16: feedback makes a send',
    changes: [
      {
        file: 'functions/store/sends.ts',
        find: "    if (!send) return { outcome: 'absent' as const };",
        put: `    if (!send) {
      const made: Send = {
        campaignId: key.campaignId,
        state: 'sent',
        claimId: messageId,
        claimedAt: at,
        chunk: 0,
        purpose: 'newsletter:news',
        expiresAt: Math.ceil(Date.parse(at) / 1000) + 86_400,
      };
      await claimSend(db, key, made);
      send = made;
    }`,
      },
    ],
    tests: ['test/functions/record-feedback.test.ts'],
    only: 'T23, I8',
  },
  {
    name: '17: a sign of life leaves the expiry where it is',
    changes: [
      {
        file: 'functions/store/retention.ts',
        find: "'SET lastSigns.#signal = :day REMOVE expiresAt, endsOn, askedOn, mailsSince'",
        put: "'SET lastSigns.#signal = :day REMOVE endsOn, askedOn, mailsSince'",
      },
    ],
    tests: ['test/functions/engagement.test.ts'],
    only: 'I6, F20',
  },
  {
    name: 'an unsubscribe that has been committed is not looked for again after a wait',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: 'if (!seen.gate.open || job.needs.elapsed() - seen.at <= limits.consentAgeMs) return seen;',
        put: 'return seen;',
      },
    ],
    tests: faults,
    only: 'I2: whose reading',
  },
  {
    name: 'a chunk in other hands is taken all the same, and the message is gone with it',
    changes: [
      {
        file: 'functions/store/chunks.ts',
        find: " AND (attribute_not_exists(workUntil) OR workUntil <= :now OR worker = :worker)'",
        put: "'",
      },
    ],
    tests: faults,
    only: 'F1, I1: delivered three times',
  },
  {
    name: 'a claim that finds nobody is left where it is',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: '    await dropClaim(db, key, claim.claimId);\n    return outcome',
        put: "    if (outcome === 'no_room') await dropClaim(db, key, claim.claimId);\n    return outcome",
      },
    ],
    tests: ['test/faults/erasure-races.test.ts'],
    only: 'in every order with a newsletter',
  },
  {
    name: 'a claim of a dead function is sent again',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: "  if (taken !== 'claimed') return resultOf(contactId, await settled(db, key, taken));",
        put: "  if (taken !== 'claimed' && taken.state !== 'claimed') return resultOf(contactId, await settled(db, key, taken));",
      },
    ],
    tests: faults,
    only: 'F2, F3, F4, F5',
  },
  {
    name: 'a throttled mail counts as failed',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: "      return sent.retry ? 'no_room' : { state: 'failed', reason: sent.reason };",
        put: "      return { state: 'failed', reason: sent.reason };",
      },
    ],
    tests: ['test/functions/send.test.ts'],
    only: 'T20',
  },
  {
    name: 'a mailbox that refuses us is taken for one that is gone',
    changes: [
      {
        file: 'functions/domain/feedback.ts',
        find: 'const noMailbox = /^5\\.1\\.(1|2|3|6|10)$/;',
        put: 'const noMailbox = /^5\\./;',
      },
    ],
    tests: ['test/domain/feedback.test.ts'],
    only: 'I5',
  },
  {
    name: 'a finished campaign is one of which no more chunk was found',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: '  if (campaign && (await readTally(db, message)).chunks < campaign.chunks) return;\n  await finishIfDone(db, message, now());',
        put: "  await moveCampaign(db, message, { event: 'ended', now: now() });",
      },
    ],
    tests: ['test/functions/send.test.ts'],
    only: 'T15',
  },
  {
    name: 'whoever an opt-out by mail says it is from is believed',
    changes: [
      {
        file: 'functions/domain/stop-mail.ts',
        find: "  if (!isAuthenticated(received, from)) return 'not_authenticated';\n",
        put: '',
      },
    ],
    tests: ['test/functions/receive-unsubscribe.test.ts'],
    only: 'T10',
  },
  {
    name: 'an opt-out by mail that comes late undoes what was confirmed since',
    changes: [
      { file: 'functions/domain/stop-mail.ts', find: '  if (since.some((yes) => yes > at)) return undefined;\n', put: '' },
    ],
    tests: ['test/functions/receive-unsubscribe.test.ts'],
    only: 'delivered three times',
  },
  {
    name: 'trap: it is counted as a click',
    changes: [{ file: 'functions/domain/engagement.ts', find: '    .filter(({ hit }) => !hit.trap)\n', put: '' }],
    tests: ['test/functions/engagement.test.ts'],
    only: 'gives away',
  },
  {
    name: 'trap: the mail forgets when a machine was at it',
    changes: [
      {
        file: 'functions/domain/engagement.ts',
        find: 'const scans = [...scansIn(hits), ...(scanned ? [read(scanned)] : [])];',
        put: 'const scans = scansIn(hits);',
      },
    ],
    tests: ['test/functions/engagement.test.ts'],
    only: 'beside the trap',
  },
  {
    name: 'trap: what has been marked as a person’s is counted as a machine’s',
    changes: [
      {
        file: 'functions/domain/engagement.ts',
        find: "if (scan && !marked.has(hit)) return 'machine';",
        put: "if (scan) return 'machine';",
      },
    ],
    tests: ['test/functions/engagement.test.ts'],
    only: 'died before it counted',
  },
  {
    name: 'trap: it is a sign of life',
    changes: [
      {
        file: 'functions/jobs/record-engagement.ts',
        find: 'hit.kind === signal && !hit.trap && ',
        put: 'hit.kind === signal && ',
      },
    ],
    tests: ['test/functions/engagement.test.ts'],
    only: 'no sign of life',
  },
  {
    name: 'trap: it waits like any other hit',
    changes: [{ file: 'functions/http/light.ts', find: 'hit.trap ? 0 : undefined', put: 'undefined' }],
    tests: ['test/functions/engagement.test.ts'],
    only: 'heard before',
  },
  {
    name: 'trap: every mail with tracked links holds it',
    changes: [
      {
        file: 'functions/domain/tracking-links.ts',
        find: "...(tracking.click === 'consent' && {",
        put: "...(tracking.click !== 'off' && {",
      },
    ],
    tests: ['test/functions/tracked-newsletter.test.ts'],
    only: 'aggregate',
  },
  {
    name: 'trap: whoever has no styles tabs to it',
    changes: [{ file: 'functions/email/newsletter.ts', find: ' tabindex="-1"', put: '' }],
    tests: ['test/browser/trap.test.ts'],
    only: 'for nobody else',
  },
  {
    name: 'trap: it is counted where nobody’s mail holds it',
    changes: [{ file: 'functions/jobs/record-engagement.ts', find: "=== 'aggregate' && !trap)", put: "=== 'aggregate')" }],
    tests: ['test/functions/tracked-newsletter.test.ts'],
    only: 'aggregate',
  },
  {
    name: 'trap: what comes with it is a machine’s for hours',
    changes: [{ file: 'functions/domain/engagement.ts', find: 'const besideTrap = 10;', put: 'const besideTrap = 20_000;' }],
    tests: ['test/functions/engagement.test.ts'],
    only: 'beside the trap counts once',
  },
  {
    name: 'hits: a withdrawal is not looked for when they are recorded',
    changes: [
      {
        file: 'functions/jobs/record-engagement.ts',
        find: 'const tracking = trackingOf(policy, person, needs.now());',
        put: 'const { tracking } = policy;',
      },
    ],
    tests: ['test/functions/tracked-newsletter.test.ts'],
    only: 'measures by consent',
  },
  {
    name: 'profiling: what was noted under it stays',
    changes: [
      {
        file: 'functions/domain/ending.ts',
        find: "ends.has('profiling') ? signsWithoutProfiling(policy, person, now) : undefined",
        put: 'undefined',
      },
    ],
    tests: ['test/functions/activity.test.ts'],
    only: 'goes with it',
  },
  {
    name: 'profiling: the sweep is not told that a clock runs from an earlier day',
    changes: [{ file: 'functions/domain/ending.ts', find: 'dueDay: sooner ? due : undefined', put: 'dueDay: undefined' }],
    tests: ['test/functions/activity.test.ts'],
    only: 'lets the clocks run',
  },
  {
    name: 'profiling: a report overtakes a withdrawal',
    changes: [{ file: 'functions/marketer/activity.ts', find: 'sign.underConsent && person.profile.seq', put: 'undefined' }],
    tests: ['test/functions/activity.test.ts'],
    only: 'overtaken by the withdrawal',
  },
  {
    name: 'profiling: what was kept by a hold is kept for ever',
    changes: [
      {
        file: 'functions/domain/legal-hold.ts',
        find: 'const signs = signsOwed(policy, { ...person, profile }, now);',
        put: 'const signs = undefined;',
      },
    ],
    tests: ['test/functions/activity.test.ts'],
    only: 'goes when that is over',
  },
  {
    name: 'statistics: on a phone the numbers of the links lie beside it',
    changes: [
      {
        file: 'functions/pages/stats.ts',
        find: 'grid-template-columns:1fr 1fr 1.25fr',
        put: 'grid-template-columns:repeat(3,12rem)',
      },
    ],
    tests: ['test/browser/statistics.test.ts'],
    only: 'in sight',
  },
  {
    name: 'forecast: on a phone its numbers lie beside it',
    changes: [{ file: 'functions/pages/forecast.ts', find: '{table{min-width:0}tr{display:grid;', put: '{tr{display:grid;' }],
    tests: ['test/browser/plots.test.ts'],
    only: 'in sight on a phone',
  },
  {
    name: 'log: a field overwrites the outcome of its line',
    changes: [{ file: 'functions/public/unsubscribe.ts', find: 'contactId, result: outcome });', put: 'contactId, outcome });' }],
    tests: ['test/functions/unsubscribe.test.ts'],
    only: 'leaves one line',
  },
  {
    name: 'a claim that led to no call stays',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: '    await dropClaim(db, key, claim.claimId);\n    return outcome',
        put: '    return outcome',
      },
    ],
    tests: ['test/faults/sending-otherwise.test.ts'],
    only: 'for which SES has no room',
  },
  {
    name: 'a chunk for which the day has no more room is handed back to nobody',
    changes: [{ file: 'functions/jobs/send.ts', find: "  if (why === 'held') return;", put: "  if (why !== 'later') return;" }],
    tests: ['test/faults/sending-otherwise.test.ts'],
    only: 'whose quota of the day is used',
  },
  {
    name: 'of a cancelled campaign everybody is skipped, also who may have been mailed',
    changes: [
      {
        file: 'functions/jobs/send.ts',
        find: "  if (!found) return { contactId, state: 'skipped', reason: 'cancelled' };",
        put: "  if (!found || found.state === 'claimed') return { contactId, state: 'skipped', reason: 'cancelled' };",
      },
    ],
    tests: ['test/faults/sending-otherwise.test.ts'],
    only: 'of a cancelled campaign',
  },
  {
    name: 'what has been noted of a mail has no consequences any more',
    changes: [
      {
        file: 'functions/jobs/record-feedback.ts',
        find: '  const { send, counts = {} } = noted;\n',
        put: "  if (noted.outcome === 'known') return;\n  const { send, counts = {} } = noted;\n",
      },
    ],
    tests: ['test/faults/told.test.ts'],
    only: 'a complaint: marketing ends',
  },
  {
    name: 'a stranger’s address is barred first, and the proof written after',
    changes: [
      {
        file: 'functions/store/suppressions.ts',
        find: '  return barAddress(db, brand, hash, { known, suppression }, [await reportWrite(db, brand, report, now)]);\n',
        put: `  if ((await barAddress(db, brand, hash, { known, suppression })) === 'conflict') return 'conflict';
  await appendReport(db, brand, report, now);
  return 'suppressed';
`,
      },
      {
        file: 'functions/store/suppressions.ts',
        find: "import { reportWrite } from './ledger.ts';",
        put: "import { appendReport } from './ledger.ts';",
      },
    ],
    tests: ['test/faults/told.test.ts'],
    only: 'a complaint of a stranger',
  },
  {
    name: 'an opt-out by mail that could not be saved is let go',
    changes: [
      {
        file: 'functions/jobs/receive-unsubscribe.ts',
        find: "    return change ? saveChange(db, change) : 'nothing_to_end';",
        put: "    return change ? saveChange(db, change).catch(() => 'nothing_to_end' as const) : 'nothing_to_end';",
      },
    ],
    tests: ['test/faults/told.test.ts'],
    only: 'at keeping',
  },
  {
    name: 'a step of preparing that was lost is not looked for',
    changes: [
      {
        file: 'functions/jobs/watch-campaigns.ts',
        find: "    if (standsStill(working, limits.standstillMinutes, now())) return takeUp(needs, working, 'campaign_taken_up');\n    return;\n",
        put: '    return;\n',
      },
    ],
    tests: ['test/faults/watch.test.ts'],
    only: 'is due and was not started',
  },
  {
    name: 'connections to DynamoDB are kept until somebody else closes them',
    changes: [
      {
        file: 'functions/deps.ts',
        find: '() => new DynamoDBClient({ requestHandler: { httpAgent: keptConnection, httpsAgent: keptConnection } }),',
        put: '() => new DynamoDBClient({}),',
      },
    ],
    tests: ['test/faults/connections.test.ts'],
    only: 'fifty calls',
  },
  {
    name: 'export: how far it is is saved before its file is there',
    changes: [
      {
        file: 'functions/run-export.ts',
        find: '  if (isWanted) await putFile(files, { key: name, body: text, type: mediaTypes[claimed.format] });\n',
        put: '',
      },
      {
        file: 'functions/run-export.ts',
        find: "  log('export_run', {",
        put: "  if (isWanted) await putFile(files, { key: name, body: text, type: mediaTypes[claimed.format] });\n  log('export_run', {",
      },
    ],
    tests: ['test/functions/exports.test.ts'],
    only: 'that dies at its',
  },
  {
    name: 'export: its links leave no entry in the audit chain',
    changes: [
      {
        file: 'functions/marketer/exports.ts',
        find: "      await appendAct(db, { ...actOf(found, subject), act: 'export_fetched' }, now());\n",
        put: '',
      },
    ],
    tests: ['test/functions/exports.test.ts'],
    only: 'stands in the audit chain',
  },
  {
    name: 'export: a run begins its shard anew, and doubles its rows',
    changes: [
      {
        file: 'functions/jobs/export-audience.ts',
        find: 'from: position ? AudiencePosition.parse(position) : { shard: 0 }',
        put: 'from: { shard: position ? AudiencePosition.parse(position).shard : 0 }',
      },
    ],
    tests: ['test/functions/exports.test.ts'],
    only: 'hands over to the next',
  },
  {
    name: 'export: a run that was overtaken saves how far it got',
    changes: [{ file: 'functions/store/runs.ts', find: '`#run = :run AND $', put: '`(#run = :run OR #run <> :run) AND $' }],
    tests: ['test/functions/exports.test.ts'],
    only: 'sets nothing back',
  },
  {
    name: 'import: a line whose writing died is passed over',
    changes: [
      {
        file: 'functions/jobs/import-people.ts',
        find: 'outcomes.push(...(await Promise.all(waiting)));',
        put: "outcomes.push(...(await Promise.allSettled(waiting)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));",
      },
    ],
    tests: ['test/functions/imports.test.ts'],
    only: 'dies midway',
  },
  {
    name: 'import: a list lifts an opt-out',
    changes: [{ file: 'functions/domain/import.ts', find: '  if (bar) return', put: "  if (bar && bar !== 'withdrawn') return" }],
    tests: ['test/functions/imports.test.ts'],
    only: 'nothing that ended|a yes that was given before it',
  },
  {
    name: 'import: what bars an address while a line is being saved is not seen',
    changes: [{ file: 'functions/domain/import.ts', find: "suppression: 'require_none'", put: "suppression: 'keep'" }],
    tests: ['test/functions/imports.test.ts'],
    only: 'while it is being saved',
  },
  {
    name: 'import: a dry run ends what it should only tell of',
    changes: [
      {
        file: 'functions/jobs/import-people.ts',
        find: "if (decided.outcome === 'standing' || dryRun)",
        put: "if (decided.outcome === 'standing')",
      },
    ],
    tests: ['test/functions/imports.test.ts'],
    only: 'that is dry',
  },
  {
    name: 'import: who said yes comes before who left',
    changes: [
      { file: 'functions/domain/import.ts', find: "  pass: 'opt_outs',\n", put: "  pass: 'people',\n" },
      {
        file: 'functions/domain/import.ts',
        find: "pass: run.next === undefined ? 'people' : before.pass",
        put: "pass: run.next === undefined ? 'opt_outs' : before.pass",
      },
      { file: 'functions/domain/import.ts', find: "before.pass === 'people'", put: "before.pass === 'opt_outs'" },
    ],
    tests: ['test/functions/imports.test.ts'],
    only: 'comes first',
  },
  {
    name: 'import: a yes counts from the day that a list brought it',
    changes: [{ file: 'functions/domain/grant.ts', find: 'since: sinceOf(purpose)', put: 'since: at' }],
    tests: ['test/functions/imports.test.ts'],
    only: 'a yes that was given before it',
  },
  {
    name: 'import: a line that lacks its proof is mailable',
    changes: [
      {
        file: 'functions/domain/import.ts',
        find: "outcome: proven.length > 0 ? 'recorded' : 'unknown'",
        put: "outcome: 'recorded'",
      },
    ],
    tests: ['test/functions/imports.test.ts'],
    only: 'is kept as unknown',
  },
  {
    name: 'import: every run keeps the connection that its file came by',
    changes: [
      {
        file: 'functions/read-rows.ts',
        find: '  const parser = pipeline(\n    bytes,\n    parse({',
        put: '  const parser = Readable.from(bytes).pipe(\n    parse({',
      },
      {
        file: 'functions/read-rows.ts',
        find: '    }),\n    // what the source or the parser throws, whoever reads the rows hears\n    () => {},\n  );',
        put: '    }),\n  );',
      },
      {
        file: 'functions/read-rows.ts',
        find: "import { pipeline } from 'node:stream';",
        put: "import { Readable } from 'node:stream';",
      },
    ],
    tests: ['test/functions/imports.test.ts'],
    only: 'gives its connection back',
  },
  {
    name: 'brands: the first one whose work fails takes the others along',
    changes: [{ file: 'functions/every-brand.ts', find: '      failures.push(error);\n', put: '      throw error;\n' }],
    tests: ['test/faults/brands-apart.test.ts'],
    only: 'sweep does',
  },
  {
    name: 'operators: a first request begins a grant that an admin has just ended',
    changes: [
      {
        file: 'functions/store/operators.ts',
        find: "await putGrant(db, brand, grant, { ConditionExpression: 'attribute_not_exists(pk)' });",
        put: 'await putGrant(db, brand, grant, {});',
      },
    ],
    tests: ['test/functions/operators.test.ts'],
    only: 'in whatever order',
  },
  {
    name: 'restore: whoever must be told where they were found is on no list',
    changes: [{ file: 'functions/domain/restore.ts', find: '    untold,\n', put: '    untold: undefined,\n' }],
    tests: ['test/faults/restore.test.ts'],
    only: 'was found elsewhere',
  },
  {
    name: 'restore: that somebody has been told is not brought up',
    changes: [
      {
        file: 'functions/domain/restore.ts',
        find: '      ...(knows && profile.foundIn && { foundIn: { ...profile.foundIn, toldAt: knows.at } }),\n',
        put: '',
      },
    ],
    tests: ['test/faults/restore.test.ts'],
    only: 'was found elsewhere',
  },
  {
    name: 'restore: a period that a contract no longer agrees holds on',
    changes: [
      {
        file: 'functions/domain/restore.ts',
        find: "      ...(agreed && isEmpty(agreed) ? (['agreedPeriods'] as const) : []),\n",
        put: '',
      },
    ],
    tests: ['test/faults/restore.test.ts'],
    only: 'the last contract agrees',
  },
  {
    name: 'retention: a period acts on its last day, which is a day early',
    changes: [
      {
        file: 'functions/domain/retention.ts',
        find: 'const on = addDays(dayOf(addDuration(startOf(began), period)), 1);',
        put: 'const on = dayOf(addDuration(startOf(began), period));',
      },
    ],
    tests: ['test/domain/retention.test.ts'],
    only: 'a day early',
  },
  {
    name: 'retention: a purge does not see who came back after it had read them',
    changes: [
      {
        file: 'functions/domain/ending.ts',
        find: '      ...(ending.unlessSigned && { unlessSigned: ending.unlessSigned }),\n',
        put: '',
      },
    ],
    tests: ['test/faults/retention-races.test.ts'],
    only: 'a sign of life',
  },
  {
    name: 'retention: a legal hold leaves the last step as it is',
    changes: [
      {
        file: 'functions/domain/legal-hold.ts',
        find: '    set: { legalHold: request },\n    endsLastStep: true,',
        put: '    set: { legalHold: request },',
      },
    ],
    tests: ['test/functions/legal-hold.test.ts'],
    only: 'wins over the sweep',
  },
  {
    name: 'retention: a removal by TTL is not completed',
    changes: [
      {
        file: 'functions/jobs/relay.ts',
        find: "if (key?.item === 'profile' && record.eventName === 'REMOVE') {",
        put: "if (key?.item === 'profile' && record.eventName === 'REMOVE' && !('userIdentity' in record)) {",
      },
    ],
    tests: ['test/functions/retention.test.ts'],
    only: 'TTL alone',
  },
];
