// Follows the pages of a search with fhir-kit-client and prints the ids in their order.
// Usage: node page-search.mjs base token type parameters   Run in the folder of the checks.
import * as kit from 'fhir-kit-client';

const [base, token, resourceType, parameters] = process.argv.slice(2);
const Client = kit.default?.default ?? kit.default ?? kit.Client;
const client = new Client({ baseUrl: base, customHeaders: { Authorization: `Bearer ${token}` } });
let page = await client.resourceSearch({ resourceType, searchParams: Object.fromEntries(new URLSearchParams(parameters)) });
let pages = 0;
while (page) {
  pages++;
  for (const entry of page.entry ?? []) console.log(`id ${entry.resource.id}`);
  page = page.link?.some((link) => link.relation === 'next') ? await client.nextPage({ bundle: page }) : undefined;
}
console.log(`pages ${pages}`);
