import { Outlet } from 'react-router'

/** Pages for who is not signed in: no session is asked for. */
export function Outside() {
  return <Outlet />
}
