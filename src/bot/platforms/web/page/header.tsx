import type { IncidentChoice, RoleChoice } from '../wire.ts'

interface HeaderProps {
  readonly roles: readonly RoleChoice[]
  readonly as: string | null
  readonly onRole: (role: string | null) => void
  /** Null while there is nothing to leave. */
  readonly onBegin: (() => void) | null
  /** Null where no alert can be had. */
  readonly onAlert: (() => void) | null
  readonly incidents: readonly IncidentChoice[]
  readonly onIncident: (name: string) => void
}

export function Header({ roles, as, onRole, onBegin, onAlert, incidents, onIncident }: HeaderProps) {
  return (
    <header className="header">
      <h1 className="wordmark">
        <Mark />
        Tidings
      </h1>
      {onBegin && (
        <button type="button" className="quiet-button new-button" onClick={onBegin}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 3v10M3 8h10" />
          </svg>
          <span>New conversation</span>
        </button>
      )}
      {onAlert && (
        <button type="button" className="quiet-button new-button" onClick={onAlert}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3.5 11.5h9l-1-1.5V7a3.5 3.5 0 0 0-7 0v3zM6.75 13.5h2.5" />
          </svg>
          <span>New alert</span>
        </button>
      )}
      {incidents.length > 0 && (
        <label className="role-switch incident-switch">
          <span className="sr-only">Cause an incident</span>
          <select value="" onChange={({ target }) => target.value !== '' && onIncident(target.value)}>
            <option value="">Cause an incident</option>
            {incidents.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      {roles.length > 0 && (
        <label className={as === null ? 'role-switch' : 'role-switch role-switch-on'}>
          <span className="role-switch-label">See as</span>
          <select value={as ?? ''} onChange={({ target }) => onRole(target.value === '' ? null : target.value)}>
            <option value="">Owner</option>
            {roles.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
    </header>
  )
}

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path
        className="mark-bubble"
        d="M7 3h18a4 4 0 0 1 4 4v13a4 4 0 0 1-4 4H15l-7 6v-6H7a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z"
      />
      <path className="mark-line" d="M8.5 17.5l5-5 4 3.5 6-7" />
    </svg>
  )
}
