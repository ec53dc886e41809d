import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ProblemSchema } from './schema.ts';

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

// Other members may come with a newer gateway; those that we read must be right.
const problem = Compile(Type.Object({ ...ProblemSchema.properties }));

/** The error that an answer with a status of 400 or more tells. */
export function errorOf(status: number, body: unknown): ApiError {
  if (problem.Check(body)) return new ApiError({ ...body, status });
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
