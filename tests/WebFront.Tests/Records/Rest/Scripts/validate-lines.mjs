// Validates every resource of NDJSON files against R4 and the profiles that it claims, with the validator of the checks.
// Usage: node validate-lines.mjs file…   Run in the folder of the checks. Prints FAIL for each fault, and how many there were.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { slimRegistry, Validator } from './lib/profile-validator.mjs';

const validator = new Validator(slimRegistry(['us-core-6.1.0', 'ips-1.1.0', 'dental-2.0.0-ballot']));
let count = 0;
for (const file of process.argv.slice(2)) {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.length === 0) continue;
    const resource = JSON.parse(line);
    count++;
    const faults = validator.validate(resource, resource.meta?.profile ?? []).filter((issue) => issue.severity === 'error');
    for (const fault of faults) console.log(`FAIL ${resource.resourceType}/${resource.id}: ${fault.path} [${fault.code}] ${fault.message}`);
  }
}
console.log(`validated ${count}`);
