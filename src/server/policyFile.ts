/** The files that a policy stands in, as `ct_jupyter/policy/` names them. */
const POLICY_FILE =
  /(^|[/:])(\.ct-jupyter\.toml|pyproject\.toml|baseline\.json)$/;

/**
 * Whether a file may hold a policy, so that a change of it may change what counts.
 */
export function isPolicyFile(path: string | undefined): boolean {
  return path !== undefined && POLICY_FILE.test(path);
}
