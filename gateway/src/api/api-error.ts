import type { Problem } from './operation.ts';

/** A gateway's refusal, as told by its problem document (RFC 9457). */
export class ApiError extends Error {
  /** One of the closed codes (docs/errors.md); `INTERNAL` where the answer was no problem document of ours. */
  readonly code: string;
  /** HTTP status; 0 where no answer came at all. */
  readonly status: number;
  readonly detail: string | undefined;
  readonly hint: string;

  constructor(
    problem: { code: string; status: number; title: string; detail?: string; hint: string },
    cause?: unknown,
  ) {
    super(problem.detail === undefined ? problem.title : `${problem.title}: ${problem.detail}`, { cause });
    this.name = 'ApiError';
    this.code = problem.code;
    this.status = problem.status;
    this.detail = problem.detail;
    this.hint = problem.hint;
  }
}

/**
 * Read by hand: a schema's compiler makes code of strings, which a browser under a strict policy refuses and reports. Other
 * members may come with a newer gateway; those that we read must be right.
 */
function isProblem(body: unknown): body is Problem {
  if (body === null || typeof body !== 'object') return false;
  const { type, title, status, detail, code, hint } = body as Partial<Record<keyof Problem, unknown>>;
  const texts = [title, code, hint].every((each) => typeof each === 'string');
  const named = typeof type === 'string' && /^urn:tocsin:error:[A-Z_]+$/.test(type);
  return texts && named && Number.isInteger(status) && (detail === undefined || typeof detail === 'string');
}

/** The error that an answer with a status of 400 or more tells. */
export function errorOf(status: number, body: unknown): ApiError {
  if (isProblem(body)) return new ApiError({ ...body, status });
  const title = `the gateway answered with status ${status} and no reason`;
  return new ApiError({ code: 'INTERNAL', status, title, hint: "check that the profile names a gateway's origin" });
}

/** The gateway could not be reached: nothing is known about what it did. */
export function unreachable(cause: unknown): ApiError {
  return new ApiError(
    {
      code: 'NOT_READY',
      status: 0,
      title: 'the gateway does not answer',
      hint: 'check its origin, its certificate authority and the network; repeating the same statement is safe',
    },
    cause,
  );
}
