import { resolve } from 'node:path'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { writeGallery } from './gallery'

const folder = resolve(process.env.LOCAL_DIR || '.local', 'mails')
console.log(`Open ${await writeGallery(Object.values(catalogs), folder)}`)
