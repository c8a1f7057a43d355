import { type Deps, db, log, now, policyOf } from '../deps.ts';
import { desk } from '../desk.ts';
import { HandedOver } from '../domain/feed.ts';
import { ContactId } from '../domain/identity.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { noteDisclosure } from '../store/feed.ts';
import { appendAct } from '../store/ledger.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

/**
 * What an operator handed to an authority by mandate, or to anybody else outside the feeds: it is written down under the person, belongs to everything that they may ask
 * for, and stands in the operator's own chain (X16, A10). Handing over happens elsewhere; here is its record.
 */
export const disclosures = ({ db, policyOf, now, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'POST /v1/{brand}/contacts/{id}/disclosures': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { brand } = policy;
        const id = ContactId.safeParse(request.path.id);
        if (!id.success) throw new Problem('not-found');
        const { to, legalGround, reference, fields } = parse(HandedOver, request.json());

        const outcome = await untilNotOvertaken(async () => {
          const person = await readPerson(db, brand, id.data, now());
          if (!person) throw new Problem('not-found');
          const at = now().toISOString();
          const disclosure = {
            partner: 'authority',
            at,
            ground: 'mandate',
            transfer: 'none',
            fields,
            to,
            legalGround,
            reference,
          } as const;
          return (await noteDisclosure(db, person.profile, disclosure)) === 'noted' ? at : 'conflict';
        });
        if (outcome === 'overtaken') throw new Problem('busy');
        await appendAct(db, { brand, operator: subject, act: 'disclosed_by_mandate', target: id.data }, now());
        log('disclosed_by_mandate', { brand, contactId: id.data });
        return json(201, { at: outcome });
      },
    },
  );

export const handler = disclosures({ db, policyOf, now, log });
