import { isFileReady } from './core.ts'
import { list, object, text, type Json } from './json.ts'
import { served, type Incoming, type Method } from './method.ts'

/** Files. The emulator takes and keeps them; how long Slack works on one is ours. */
export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    async serve(call) {
      const answer = await served(call)
      const id = text(answer['file_id'])
      return answer['ok'] ? { ...answer, upload_url: call.core.url(`/upload/v1/${call.workspace.id}/${id}`) } : answer
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    inChannel: true,
    async serve(call) {
      for (const file of list(call.body['files'])) {
        call.workspace.filesSince.set(text(file['id']), Date.now())
      }
      const answer = await served(call)
      nameTables(call)
      return {
        ...answer,
        ...(answer['ok'] === true && { files: list(answer['files']).map((file) => asFarAsKnown(call, file)) }),
      }
    },
  },
  'files.info': {
    scopes: ['files:read'],
    async serve(call) {
      const answer = await served(call)
      return answer['ok'] ? { ...answer, file: asFarAsKnown(call, object(answer['file'])) } : answer
    },
  },
  'files.delete': { scopes: ['files:write'] },
}

/** The emulator does not know tables by their name. */
function nameTables({ workspace }: Incoming): void {
  const { files } = workspace.emulator.tables
  for (const file of files.all().filter(({ name }) => name.endsWith('.csv'))) {
    files.update(file.id, { mimetype: 'text/csv', filetype: 'csv', pretty_type: 'CSV' })
  }
}

/** A file before Slack has looked at it has no type and no thumbnails. */
function asFarAsKnown({ workspace, core }: Incoming, file: Json): Json {
  const id = text(file['id'])
  const isReady = isFileReady(core, workspace, id)
  const address = core.url(`/files-pri/${workspace.id}-${id}/${encodeURIComponent(text(file['name']))}`)
  const located = { ...file, url_private: address, url_private_download: address }
  if (!isReady) return { ...located, mimetype: '', filetype: '', pretty_type: '' }
  if (!text(file['mimetype']).startsWith('image/')) return located
  return { ...located, original_w: 1600, original_h: 900, thumb_360: address, thumb_360_w: 360, thumb_360_h: 203 }
}
