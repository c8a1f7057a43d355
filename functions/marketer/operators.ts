import { type Deps, db, log, now, policyOf } from '../deps.ts';
import { desk } from '../desk.ts';
import { isGranted } from '../domain/operators.ts';
import { GrantBody, setGrant } from '../domain/set-grant.ts';
import { operatorOf } from '../http/authorise.ts';
import { type HttpHandler, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { appendAct } from '../store/ledger.ts';
import { listGrants, saveGrant } from '../store/operators.ts';

type Needs = Pick<Deps, 'db' | 'policyOf' | 'now' | 'log'>;

/** Who may do what at a brand, and until when: for review, and for an admin to let a role last or end. */
export const operators = ({ db, policyOf, now, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/operators': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['privacy', 'admin']);
        const { brand } = policy;
        const known = await listGrants(db, brand);
        await appendAct(db, { brand, operator: subject, act: 'grants_read' }, now());
        const items = known
          .map((grant) => ({ ...grant, stands: isGranted(grant, now()) }))
          .sort((a, b) => (a.until < b.until ? -1 : 1));
        return json(200, { items, next: null });
      },

      'POST /v1/{brand}/operators/{sub}/grants': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['admin']);
        const { brand } = policy;
        const operator = request.path.sub ?? '';
        if (!/^[\w-]{1,64}$/.test(operator)) throw new Problem('not-found');
        const body = parse(GrantBody, request.json());

        const known = (await listGrants(db, brand, operator)).find(({ role }) => role === body.role);
        const grant = setGrant(policy, body, { operator, admin: subject, known }, now());
        if (grant === 'own') throw new Problem('forbidden', { reason: 'own_grant' });
        if (grant === 'too_long') {
          const detail = `later than ${policy.operators.grantsLast} from now`;
          throw new Problem('invalid', { errors: [{ detail, pointer: '/until' }] });
        }
        // who may do what is evidence before it holds
        const details = { role: grant.role, until: grant.until, reason: body.reason };
        await appendAct(db, { brand, operator: subject, act: 'role_granted', target: operator, details }, now());
        await saveGrant(db, brand, grant);
        log('role_granted', { brand, operator: subject, role: grant.role });
        return json(200, { ...grant, stands: isGranted(grant, now()) });
      },
    },
  );

export const handler = operators({ db, policyOf, now, log });
