import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { Acknowledgement, feedList, Positions } from '../domain/feed.ts';
import { callingPartner } from '../http/authorise.ts';
import { openCursor } from '../http/cursor.ts';
import { type HttpHandler, http, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { acknowledge } from '../store/feed.ts';
import { untilNotOvertaken } from '../store/overtaken.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

/** The partner says how far it has acted upon the feed. An older cursor takes nothing back, and saying it twice changes nothing. */
export const ack = ({ db, secret, policyOf, now, log }: Needs): HttpHandler =>
  http({
    'POST /v1/{brand}/partners/{partner}/ack': async (request) => {
      const { policy, partner } = callingPartner(request, policyOf);
      const { brand } = policy;
      const { cursor } = parse(Acknowledgement, request.json());
      const upTo = openCursor(cursor, feedList(brand, partner.id), await secret(), Positions);

      const outcome = await untilNotOvertaken(() => acknowledge(db, brand, partner.id, upTo, now()));
      if (outcome === 'overtaken') throw new Problem('busy');
      log('partner_acknowledged', { brand, partner: partner.id });
      return json(200, { status: 'acknowledged' });
    },
  });

export const handler = ack({ db, secret, policyOf, now, log });
