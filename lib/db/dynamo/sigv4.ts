import { createHash, createHmac } from 'node:crypto'

type Signer = { accessKeyId: string; secretAccessKey: string; sessionToken?: string | undefined }
type Scope = { region: string; service: string }

/**
 * Creates a function that signs a POST to `/` with AWS Signature Version 4, and returns its headers
 * with lower-case names. The day's signing key is cached, as deriving it is half of the work.
 */
export function signer({ region, service }: Scope) {
  let kept = { of: '', key: Buffer.alloc(0) }
  const keyOf = ({ secretAccessKey }: Signer, day: string) => {
    const of = `${day} ${secretAccessKey}`
    if (kept.of !== of) {
      const key = [day, region, service, 'aws4_request'].reduce(hmac, `AWS4${secretAccessKey}`)
      kept = { of, key: Buffer.from(key) }
    }
    return kept.key
  }

  return (by: Signer, at: Date, given: Record<string, string>, body: string) => {
    const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '')
    const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`
    const headers: Record<string, string> = {
      ...given,
      'x-amz-date': time,
      ...(by.sessionToken && { 'x-amz-security-token': by.sessionToken }),
    }
    const names = Object.keys(headers).sort()
    const signedHeaders = names.join(';')
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
    const request = `POST\n/\n\n${lines}\n${signedHeaders}\n${sha256(body)}`
    const key = keyOf(by, time.slice(0, 8))
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(request)}`)
    return {
      ...headers,
      authorization: `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature.toString('hex')}`,
    }
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
