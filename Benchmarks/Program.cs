using System.CommandLine;
using Octavo.Benchmarks.Build;
using Octavo.Benchmarks.Kernels;
using Octavo.Benchmarks.Layers;
using Octavo.Benchmarks.Models;
using Octavo.Benchmarks.Networks;
using Octavo.Benchmarks.Startup;
using Octavo.Benchmarks.Workers;

var root = new RootCommand("Measures Octavo, beside others where there are some.")
{
    NetworksCommand.Create(),
    ModelsCommand.Create(),
    LayersCommand.Create(),
    PrunedCommand.Create(),
    KernelsCommand.Create(),
    StartupCommand.Create(),
    BuildCommand.Create(),
    WorkerCommand.Create(),
};
return root.Parse(args).Invoke();
