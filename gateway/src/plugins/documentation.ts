import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { Api } from '../services.ts';

/** OpenAPI 3.1 from the routes' own schemas, at /openapi.json, and readable at /docs. */
export async function document(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tocsin gateway',
        version: '1',
        description: "One agency's node. Requests under /v1 are signed by an officer: docs/spec/gateway-api.md",
      },
      components: {
        securitySchemes: {
          officer: { type: 'apiKey', in: 'header', name: 'signature', description: 'RFC 9421, ecdsa-p256-sha256' },
        },
      },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
}
