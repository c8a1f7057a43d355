// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is code, as text
/** Holes that systems like this one have had, as changes to our own files, each with the test that must then fail. The numbers are those of the security targets. */
import type { PlantedBug } from '../faults/planted-bugs.ts';

export const plantedHoles: readonly PlantedBug[] = [
  {
    name: 'S1: a token’s signature is not compared',
    changes: [
      {
        file: 'functions/domain/links.ts',
        find: '  if (!key || !timingSafeEqual(mac(kind, payload, key), bytes.subarray(-macBytes))) return undefined;\n',
        put: '  if (!key) return undefined;\n',
      },
    ],
    tests: ['test/domain/links.test.ts'],
    only: 'with any bit flipped',
  },
  {
    name: 'S2: a token of one kind is good for another',
    changes: [
      {
        file: 'functions/domain/links.ts',
        find: 'keyedHash(key, `link:${kind}`, [payload])',
        put: "keyedHash(key, 'link', [payload])",
      },
    ],
    tests: ['test/domain/links.test.ts'],
    only: 'of one kind opens nothing of another',
  },
  {
    name: 'S3: the link of a mail grants',
    changes: [
      {
        file: 'functions/domain/personal-link.ts',
        find: "  if (!own) return { ...common, scope: 'mail' };\n",
        put: "  if (!own) return { ...common, scope: 'manage', expiresAt: new Date(now.getTime() + 60_000) };\n",
      },
    ],
    tests: ['test/functions/preferences.test.ts'],
    only: 'the link of a mail',
  },
  {
    name: 'S5: an address stands in a link',
    changes: [
      {
        file: 'functions/reader-mail.ts',
        find: '  const unsubscribeUrl = `${publicUrl}/u/${token}`;\n',
        put: '  const unsubscribeUrl = `${publicUrl}/u/${token}?of=${email}`;\n',
      },
    ],
    tests: ['test/functions/send.test.ts'],
    only: 'T9, S5',
  },
  {
    name: 'S6: looking at the way out unsubscribes',
    changes: [
      {
        file: 'functions/public/unsubscribe.ts',
        find: '        const action = `/u/',
        put: `        const { link, policy, purpose } = opened;
        const person = await readPerson(needs.db, link.brand, ContactId.parse(link.contactId), needs.now());
        const by = { method: 'link' as const, source: '', openRequests: [], suppression: undefined };
        const change = person && withdraw(policy, person, purpose, by, needs.now());
        if (change) await saveChange(needs.db, change);
        const action = \`/u/`,
      },
    ],
    tests: ['test/functions/unsubscribe.test.ts'],
    only: 'S6, T7',
  },
  {
    name: 'S7: one click counts only with the words of RFC 8058',
    changes: [
      {
        file: 'functions/public/unsubscribe.ts',
        find: '        const contactId = ContactId.parse(link.contactId);\n',
        put: `        const contactId = ContactId.parse(link.contactId);
        if (!isOneClick(request)) throw new Problem('invalid');
`,
      },
    ],
    tests: ['test/functions/unsubscribe.test.ts'],
    only: 'S7, T8, T9',
  },
  {
    name: 'S8: a link leads wherever its caller wants',
    changes: [
      {
        file: 'functions/http/light.ts',
        find: 'path: event.pathParameters ?? {} })',
        put: 'path: { ...event.queryStringParameters, ...event.pathParameters } })',
      },
      {
        file: 'functions/public/click.ts',
        find: '    const target = n === undefined ? undefined : table?.targets[n];\n',
        put: '    const target = request.path.url ?? (n === undefined ? undefined : table?.targets[n]);\n',
      },
    ],
    tests: ['test/functions/engagement.test.ts'],
    only: 'S8, T24',
  },
  {
    name: 'S9: a newsletter’s link may be a script',
    changes: [
      {
        file: 'functions/email/check-html.ts',
        find: "  const web = url && (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === '';\n",
        put: "  const web = url && url.username === '' && url.password === '';\n",
      },
    ],
    tests: ['test/email/compile.test.ts'],
    only: 'links',
  },
  {
    name: 'S10: whoever has signed up before is answered otherwise',
    changes: [
      {
        file: 'functions/public/sign-up.ts',
        find: "          needs.log('sign_up', { brand: policy.brand, form: formId, saved });\n",
        put: `          needs.log('sign_up', { brand: policy.brand, form: formId, saved });
          if (saved === 'cooling_down') return json(202, { status: 'known' });
`,
      },
    ],
    tests: ['test/security/same-answer.test.ts'],
    only: 'a sign-up by JSON',
  },
  {
    name: 'S13: a caller says where it calls from',
    changes: [
      {
        file: 'functions/http/handler.ts',
        find: '    source: { ip: connection.sourceIp,',
        put: "    source: { ip: event.headers['x-forwarded-for'] ?? connection.sourceIp,",
      },
    ],
    tests: ['test/security/hostile-input.test.ts'],
    only: 'S13, T32',
  },
  {
    name: 'S14: a form takes fields that it does not know',
    changes: [
      { file: 'functions/domain/sign-up.ts', find: '  return z\n    .strictObject({', put: '  return z\n    .looseObject({' },
    ],
    tests: ['test/security/hostile-input.test.ts'],
    only: 'is refused in JSON by its name',
  },
  {
    name: 'S17: a line break reaches a header',
    changes: [
      { file: 'functions/email/ses.ts', find: 'Subject: utf8(oneLine(mail.subject)),', put: 'Subject: utf8(mail.subject),' },
    ],
    tests: ['test/email/ses.test.ts'],
    only: 'S17',
  },
  {
    name: 'S18: markup that somebody typed stays markup',
    changes: [{ file: 'functions/pages/html.ts', find: '.replace(/[&<>"\'`\\r\\0]/g,', put: '.replace(/[&"\'`\\r\\0]/g,' }],
    tests: ['test/pages/html.test.ts'],
    only: 'S18',
  },
  {
    name: 'S19: what a person typed is read as a template',
    changes: [
      {
        file: 'functions/email/newsletter.ts',
        find: '      html: engines.html.renderSync(parts.html, view),\n',
        put: '      html: engines.html.renderSync(engines.html.parse(engines.html.renderSync(parts.html, view)), view),\n',
      },
    ],
    tests: ['test/email/newsletter.test.ts'],
    only: 'S19',
  },
  {
    name: 'S20: a spreadsheet runs what a cell says',
    changes: [
      {
        file: 'functions/domain/audience.ts',
        find: "String(value ?? '').replace(/(^|;)(?=[=+\\-@\\t\\r\\n\\0])/g, \"$1'\")",
        put: "String(value ?? '')",
      },
    ],
    tests: ['test/functions/audience.test.ts'],
    only: 'S20',
  },
  {
    name: 'S21: an address is logged',
    changes: [
      {
        file: 'functions/public/sign-up.ts',
        find: "needs.log('sign_up', { brand: policy.brand, form: formId, saved });",
        put: "needs.log('sign_up', { brand: policy.brand, form: formId, saved, email: choices.email });",
      },
    ],
    tests: ['test/security/canary.test.ts'],
    only: 'through the whole of an ordinary journey',
  },
  {
    name: 'S22: whoever is somebody at one brand is so at every brand',
    changes: [
      {
        file: 'functions/http/authorise.ts',
        find: 'groups.includes(`${brand}.${role}`)',
        put: 'groups.some((group) => String(group).endsWith(`.${role}`))',
      },
    ],
    tests: ['test/security/access.test.ts'],
    only: 'policy .*does not exist for another brand',
  },
  {
    name: 'S23: an ID token opens the API',
    changes: [
      {
        file: 'functions/http/authorise.ts',
        find: "if (claims.token_use !== 'access' || typeof claims.sub",
        put: 'if (typeof claims.sub',
      },
    ],
    tests: ['test/security/access.test.ts'],
    only: 'policy .*is closed to whoever has no valid access token',
  },
  {
    name: 'S24: whoever may write to a table may delete from it',
    changes: [
      {
        file: 'lib/constructs/granted-function.ts',
        find: 'fn.usesTable(tableName, table, actions);',
        put: "fn.usesTable(tableName, table, actions.includes('PutItem' as never) ? [...actions, 'DeleteItem'] : actions);",
      },
    ],
    tests: ['test/lib/permissions.test.ts'],
    only: 'let nobody change or delete what stands in the ledger',
  },
  {
    name: 'S27: a chain is whole when its links meet, whatever its entries say',
    changes: [
      {
        file: 'functions/domain/ledger.ts',
        find: 'entry.previous === head.hash && hash === hashOf(placed);',
        put: 'entry.previous === head.hash && hashOf(placed) !== undefined;',
      },
    ],
    tests: ['test/domain/ledger.test.ts'],
    only: 'S27',
  },
  {
    name: 'K13: the copy of an identity document stays after the decision',
    changes: [
      {
        file: 'functions/forget-document.ts',
        find: '  await deleteFile(files, documentKey(of.brand, of.caseId, of.fileId));\n',
        put: '',
      },
    ],
    tests: ['test/functions/identity-document.test.ts'],
    only: 'is asked for by mail',
  },
  {
    name: 'K13: a copy is what its sender says that it is',
    changes: [
      {
        file: 'functions/public/identity-document.ts',
        find: 'const type = typeOfDocument(bytes);',
        put: 'const type = typeOfDocument(bytes) ?? (file.type as DocumentType);',
      },
    ],
    tests: ['test/functions/identity-document.test.ts'],
    only: 'is refused, with the form again',
  },
  {
    name: 'K13: the link of one case is good for any of the brand',
    changes: [
      {
        file: 'functions/public/identity-document.ts',
        find: 'CaseId.parse(link.caseId)',
        put: 'CaseId.parse(query.case ?? link.caseId)',
      },
    ],
    tests: ['test/functions/identity-document.test.ts'],
    only: 'comes into the case of its link',
  },
  {
    name: 'K13: a copy comes into a case that is settled',
    changes: [
      {
        file: 'functions/domain/case.ts',
        find: "  state === 'open' &&\n  identity.by === 'id_document' &&\n",
        put: "  identity.by === 'id_document' &&\n",
      },
    ],
    tests: ['test/functions/identity-document.test.ts'],
    only: 'is no longer taken',
  },
  {
    name: 'K13: a copy stays when the person is erased',
    changes: [
      {
        file: 'functions/jobs/erase.ts',
        find: '    for (const copy of finished.documents) await forgetDocument({ db, files, now }, { brand, contactId, ...copy });\n',
        put: '',
      },
    ],
    tests: ['test/functions/identity-document.test.ts'],
    only: 'goes with the person',
  },
  {
    name: 'K13: a copy that comes too late stays in the bucket',
    changes: [
      {
        file: 'functions/public/identity-document.ts',
        find: "typeof kept === 'string' ? document : kept.before",
        put: "typeof kept === 'string' ? undefined : kept.before",
      },
    ],
    tests: ['test/functions/identity-document.test.ts'],
    only: 'in the moment of the decision',
  },
];
