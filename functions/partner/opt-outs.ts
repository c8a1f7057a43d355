import { type Deps, db, log, now, policyOf } from '../deps.ts';
import { mayEnd } from '../domain/egress.ts';
import { PartnerOptOut } from '../domain/feed.ts';
import { withdraw } from '../domain/withdraw.ts';
import { callingPartner } from '../http/authorise.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';
import { readAddress, readPerson, saveChange } from '../store/people.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

/**
 * A person told a partner, or whoever runs the CRM, that they want it to stop: the purpose ends as if they had pressed the link. The other way round does not exist:
 * the ledger stays the authority on who said yes (X10, I1). Saying it twice changes nothing, nor does saying it of somebody who is gone.
 */
export const optOuts = ({ db, policyOf, now, log }: Needs): HttpHandler =>
  http({
    'POST /v1/{brand}/partners/{partner}/opt-outs': async (request) => {
      const { policy, partner } = callingPartner(request, policyOf);
      const { brand } = policy;
      const { contactId, purpose } = parse(PartnerOptOut, request.json());
      if (!mayEnd(policy, partner.id).includes(purpose)) {
        throw new Problem('invalid', { errors: [{ detail: 'not a purpose that this company may end', pointer: '/purpose' }] });
      }

      const outcome = await untilNotOvertaken(async () => {
        const person = await readPerson(db, brand, contactId, now());
        if (!person) return 'gone';
        const { requests, suppression } = await readAddress(db, brand, person.profile.addressHash);
        const by = {
          method: 'partner',
          source: partner.id,
          openRequests: requests.map(({ form }) => form),
          suppression,
        } as const;
        const change = withdraw(policy, person, purpose, by, now());
        return change ? saveChange(db, change) : 'repeated';
      });
      // never a promise that was not kept
      if (outcome === 'overtaken') throw new Problem('busy');
      log('opted_out_elsewhere', { brand, partner: partner.id, contactId, result: outcome });
      return json(200, { status: 'ended' });
    },
  });

export const handler = optOuts({ db, policyOf, now, log });
