/** Keeps the tests of project `unit` from the network and other processes: such tests are called `*.services.test.ts`. */
import { ChildProcess } from 'node:child_process'
import { Server, Socket } from 'node:net'

function refuse(): never {
  throw new Error('a unit test may not open sockets or start processes: call its file *.services.test.ts')
}

Server.prototype.listen = refuse
Socket.prototype.connect = refuse
// A method that Node keeps to itself, through which all processes are started.
Object.assign(ChildProcess.prototype, { spawn: refuse })
