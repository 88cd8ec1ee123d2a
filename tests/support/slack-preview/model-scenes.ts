/** What a model brings and verified answers, as they go to Slack. */
import type { Outgoing } from '../../../src/bot/platform.ts'
import { writeModelCatalog } from '../model-chat.ts'
import { modelConfig } from '../model-house.ts'
import { modelScenes, type ModelScene } from '../model-scenes.ts'
import { startOpenAiServer, type OpenAiServer } from '../openai-server.ts'
import { sceneOf, type Played } from './demo-scenes.ts'
import { openHouse } from './house.ts'
import type { Scene } from './scene.ts'

export async function scenesOfModel(): Promise<readonly Scene[]> {
  const found: Scene[] = []
  await using catalog = await writeModelCatalog()
  for (const { model, scenes } of modelScenes) {
    await using server = await startOpenAiServer()
    await using house = await openHouse({ catalogFile: catalog.file, model: modelConfig(server.url, model) })
    for (const [at, scene] of scenes.entries()) found.push(await sceneOf(playedIn(scene, server), at, house))
  }
  return found
}

function playedIn({ title, by, steps }: ModelScene, server: OpenAiServer): Played {
  return {
    title,
    surface: 'thread',
    by,
    steps: steps.map((step) => (last: Outgoing | null) => {
      if ('presses' in step)
        return step.presses === 'thumb' ? { kind: 'good' } : { kind: 'way', index: indexOf(step.presses, last) }
      if (step.says) server.script(...step.says)
      return step.asks
    }),
  }
}

function indexOf(label: string, last: Outgoing | null): number {
  const index = last?.content.reply.ways.findIndex((way) => way.label.startsWith(label)) ?? -1
  if (index < 0) throw new Error(`nothing here is called "${label}"`)
  return index
}
