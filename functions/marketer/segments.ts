import * as z from 'zod';
import { type Deps, db, log, now, policyOf, secret } from '../deps.ts';
import { desk } from '../desk.ts';
import { Paging } from '../domain/paging.ts';
import { type SavedSegment, SegmentId, segmentOf } from '../domain/segment.ts';
import { operatorOf } from '../http/authorise.ts';
import { openCursor, sealCursor } from '../http/cursor.ts';
import { empty, type HttpHandler, type HttpRequest, json } from '../http/handler.ts';
import { Problem, parse } from '../http/problem.ts';
import { deleteSegment, listSegments, readSegment, saveSegment } from '../store/segments.ts';

type Needs = Pick<Deps, 'db' | 'secret' | 'policyOf' | 'now' | 'log'>;

const Position = z.object({ after: SegmentId });

/** Audiences under a name: written, read, listed and forgotten. A campaign reads its segment when it is prepared, not when it is saved. */
export const segments = ({ db, secret, policyOf, now, log }: Needs): HttpHandler =>
  desk(
    { db, policyOf, now },
    {
      'GET /v1/{brand}/segments': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const { limit, cursor } = parse(Paging, request.query);
        const list = [policy.brand, 'segments'];
        const after = cursor ? openCursor(cursor, list, await secret(), Position).after : undefined;

        const { segments, next } = await listSegments(db, policy.brand, { after, limit });
        return json(200, { items: segments.map(shown), next: next ? sealCursor({ after: next }, list, await secret()) : null });
      },

      'GET /v1/{brand}/segments/{id}': async (request) => {
        const { policy } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const saved = await readSegment(db, policy.brand, idIn(request));
        if (!saved) throw new Problem('not-found');
        return json(200, shown(saved));
      },

      'PUT /v1/{brand}/segments/{id}': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const segmentId = parse(SegmentId, request.path.id);
        const segment = parse(segmentOf(policy), request.json());

        const saved: SavedSegment = { segmentId, segment, savedAt: now().toISOString(), savedBy: subject };
        const outcome = await saveSegment(db, policy.brand, saved);
        log('segment_saved', { brand: policy.brand, segment: segmentId, operator: subject });
        return json(outcome === 'created' ? 201 : 200, shown(saved));
      },

      'DELETE /v1/{brand}/segments/{id}': async (request) => {
        const { policy, subject } = operatorOf(request, policyOf, ['marketer', 'admin']);
        const segmentId = idIn(request);
        if ((await deleteSegment(db, policy.brand, segmentId)) === 'absent') throw new Problem('not-found');
        log('segment_deleted', { brand: policy.brand, segment: segmentId, operator: subject });
        return empty();
      },
    },
  );

function idIn({ path }: HttpRequest): SegmentId {
  const id = SegmentId.safeParse(path.id);
  if (!id.success) throw new Problem('not-found');
  return id.data;
}

const shown = ({ segmentId, segment, savedAt, savedBy }: SavedSegment) => ({ id: segmentId, ...segment, savedAt, savedBy });

export const handler = segments({ db, secret, policyOf, now, log });
