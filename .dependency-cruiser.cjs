// What `jlpm circles:check` holds: no circle of imports in the front end.
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment:
        'Types included: a circle of types ties two modules together as much.',
      severity: 'error',
      from: {},
      to: { circular: true }
    }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '__tests__' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' }
  }
};
