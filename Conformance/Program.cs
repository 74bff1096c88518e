using Octavo.Conformance;

return ConformanceCommand.Create().Parse(args).Invoke();
