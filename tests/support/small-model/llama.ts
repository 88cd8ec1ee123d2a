/** The little of node-llama-cpp that is used. It is no dependency of Tidings, so its own types are not there to be had. */
import { pathToFileURL } from 'node:url'

/** Tokens are numbers. */
type Tokens = readonly number[]

interface Grammar {
  readonly kind?: never
}

interface Sequence {
  readonly kind?: never
}

interface Model {
  readonly tokens: { readonly bos: number | null }
  tokenize(text: string, specialTokens: boolean): Tokens
  createContext(options: {
    readonly contextSize: number
    readonly threads: number
    /** So that a prompt that begins like the one before is not read anew. */
    readonly swaFullCache: boolean
  }): Promise<{ getSequence(): Sequence }>
}

interface Library {
  readonly getLlama: (options: {
    readonly gpu: false
    readonly build: 'never'
    readonly skipDownload: true
    readonly logLevel: 'error'
    readonly maxThreads: number
  }) => Promise<{
    loadModel(options: { readonly modelPath: string; readonly gpuLayers: 0 }): Promise<Model>
    createGrammar(options: { readonly grammar: string }): Promise<Grammar>
  }>
  readonly LlamaCompletion: new (options: { readonly contextSequence: Sequence }) => {
    generateCompletionWithMeta(
      input: Tokens,
      options: {
        readonly temperature: 0
        readonly maxTokens: number
        readonly grammar?: Grammar
        readonly signal: AbortSignal
        readonly onTextChunk: (text: string) => void
        readonly onToken: (tokens: Tokens) => void
      },
    ): Promise<{ readonly metadata: { readonly stopReason: string } }>
    dispose(options: { readonly disposeSequence: false }): void
  }
}

export interface Llama {
  /** Goes on from a text until the grammar is done or `maxTokens` are. */
  complete(text: string, given: Given): Promise<Completed>
}

interface Given {
  /** GBNF; null: as it likes. */
  readonly grammar: string | null
  readonly maxTokens: number
  readonly signal: AbortSignal
  readonly onText: (text: string) => void
}

interface Completed {
  readonly tokensIn: number
  readonly tokensOut: number
  /** At the most tokens, not at an end of its own. */
  readonly isCutOff: boolean
}

const contextTokens = 8_192

/** `entry`: the library's file. One thing is completed at a time. */
export async function openLlama(entry: string, modelPath: string): Promise<Llama> {
  const { getLlama, LlamaCompletion } = (await import(pathToFileURL(entry).href)) as Library
  // Threads of llama.cpp wait for one another in loops: with more of them than idle cores, one is the quickest.
  const maxThreads = Number(process.env['TIDINGS_TEST_MODEL_THREADS'] ?? 1)
  const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: 'error', maxThreads })
  const model = await llama.loadModel({ modelPath, gpuLayers: 0 })
  const context = await model.createContext({ contextSize: contextTokens, threads: maxThreads, swaFullCache: true })
  const sequence = context.getSequence()
  return {
    async complete(text, { grammar, maxTokens, signal, onText }) {
      const { bos } = model.tokens
      const input = [...(bos === null ? [] : [bos]), ...model.tokenize(text, false)]
      const held = grammar === null ? null : await llama.createGrammar({ grammar })
      const completion = new LlamaCompletion({ contextSequence: sequence })
      let tokensOut = 0
      try {
        const { metadata } = await completion.generateCompletionWithMeta(input, {
          temperature: 0,
          maxTokens,
          signal,
          onTextChunk: onText,
          onToken: (tokens) => (tokensOut += tokens.length),
          ...(held && { grammar: held }),
        })
        return { tokensIn: input.length, tokensOut, isCutOff: metadata.stopReason === 'maxTokens' }
      } finally {
        completion.dispose({ disposeSequence: false })
      }
    },
  }
}
