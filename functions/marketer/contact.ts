import { type Deps, db, log, now, policyOf } from '../deps.ts';
import { desk } from '../desk.ts';
import { amend, amendmentOf, changedBy, contradictionOf } from '../domain/amendment.ts';
import { ContactId } from '../domain/identity.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

/**
 * Puts right what is known of a person: name, company, phone, language, what they are to the brand, and, for role privacy, how long a contract lets their data be
 * kept. Answers the fields that changed.
 */
export const contact = ({ db, policyOf, now, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'PATCH /v1/{brand}/contacts/{id}': async (request) => {
        const { policy, roles, subject } = operatorOf(request, policyOf);
        const id = ContactId.safeParse(request.path.id);
        if (!id.success) throw new Problem('not-found');
        const amendment = parse(amendmentOf(policy, now()), request.json());
        if (amendment.agreedPeriods !== undefined && !roles.includes('privacy')) throw new Problem('forbidden');

        const changed = await untilNotOvertaken(async () => {
          const person = await readPerson(db, policy.brand, id.data, now());
          if (!person) throw new Problem('not-found');
          const contradiction = contradictionOf(person, amendment);
          if (contradiction) throw new Problem('invalid', { errors: [contradiction] });
          const change = amend(policy, person, amendment, subject, now());
          if (change && (await saveChange(db, change)) === 'conflict') return 'conflict';
          return changedBy(person, amendment);
        });
        if (changed === 'overtaken') throw new Problem('busy');
        log('contact_amended', { brand: policy.brand, contactId: id.data, operator: subject, fields: changed.length });
        return json(200, { contactId: id.data, changed });
      },
    },
  );

export const handler = contact({ db, policyOf, now, log });
