// What a program does that was written with HubSpot's own client; prints what it saw, one JSON object.
const { Client } = require('@hubspot/api-client')

const hubspot = new Client({ accessToken: process.env.TOKEN, basePath: process.env.BASE })
const contacts = hubspot.crm.contacts
const seen = {}

async function refused(call) {
  try {
    await call()
    return 'done'
  } catch (e) {
    return { code: e.code, message: e.body && e.body.message, category: e.body && e.body.category }
  }
}

async function main() {
  const kari = await contacts.basicApi.create({ properties: { email: 'Kari@X.example', firstname: 'Kari' } })
  seen.id = kari.id
  seen.email = kari.properties.email
  seen.createdIsDate = kari.createdAt instanceof Date && !isNaN(kari.createdAt)
  seen.twice = await refused(() => contacts.basicApi.create({ properties: { email: 'kari@x.example' } }))
  seen.unknownProperty = await refused(() => contacts.basicApi.create({ properties: { nonsense: '1' } }))
  seen.missing = await refused(() => contacts.basicApi.getById('999999'))
  await contacts.basicApi.update(kari.id, { properties: { lastname: 'Nordmann' } })
  const byEmail = await contacts.basicApi.getById('kari@x.example', ['lastname'], undefined, undefined, false, 'email')
  seen.lastname = byEmail.properties.lastname

  const inputs = [...Array(25).keys()].map((i) => ({ properties: { email: `p${i}@x.example`, firstname: 'P' } }))
  const made = await contacts.batchApi.create({ inputs })
  seen.made = made.results.length
  const read = await contacts.batchApi.read({
    inputs: [{ id: kari.id }, { id: '999999' }], properties: ['email'], propertiesWithHistory: [],
  })
  seen.read = read.results.map((each) => each.id)
  seen.readErrors = read.errors.map((each) => each.context.ids)
  seen.listed = (await contacts.getAll(10)).length
  const found = await contacts.searchApi.doSearch({
    filterGroups: [{ filters: [{ propertyName: 'firstname', operator: 'EQ', value: 'P' }] }],
    sorts: ['hs_object_id'], properties: ['email'], limit: 20, after: '0',
  })
  seen.total = found.total
  seen.page = found.results.length
  seen.after = found.paging.next.after

  const merged = await contacts.basicApi.merge({ primaryObjectId: kari.id, objectIdToMerge: made.results[0].id })
  seen.merged = merged.id
  await contacts.basicApi.archive(made.results[1].id)
  const archived = await contacts.basicApi.getPage(10, undefined, ['email'], undefined, undefined, true)
  seen.archived = archived.results.map((each) => each.archived)
  const company = await hubspot.crm.companies.basicApi.create({ properties: { name: 'Fram', domain: 'https://www.Fram.example/x' } })
  seen.domain = company.properties.domain
  console.log(JSON.stringify(seen))
}

main().catch((e) => {
  console.error(e)
  process.exit(1)
})
