using System.CommandLine;
using Octavo.Benchmarks.Models;

var root = new RootCommand("Measures Octavo beside ONNX Runtime.") { ModelsCommand.Create() };
return root.Parse(args).Invoke();
