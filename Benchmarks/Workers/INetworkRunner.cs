using System.Collections.Generic;

namespace Octavo.Benchmarks.Workers;

/// <summary>A network that is loaded into one of the runtimes; it is opened with a number of threads and runs on the latest inputs.</summary>
internal interface INetworkRunner : IOpenRunner
{
    NetworkFacts Facts { get; }

    /// <summary>Runs once and returns the outputs; the inputs stay for the runs that follow.</summary>
    byte[][] Infer(IReadOnlyList<TensorBytes> inputs);

    /// <summary>Bytes on the managed heap per inference.</summary>
    double AllocatedBytes();
}
