using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Octavo.Benchmarks.Workers;

/// <summary>What a worker is told to do, one line of JSON each.</summary>
[JsonDerivedType(typeof(Open), "open")]
[JsonDerivedType(typeof(Infer), "infer")]
[JsonDerivedType(typeof(Allocations), "allocations")]
[JsonDerivedType(typeof(WarmUp), "warm-up")]
[JsonDerivedType(typeof(TimeBlock), "time")]
internal abstract record WorkerRequest
{
    /// <summary>With the number of threads, or the layer with this index.</summary>
    internal sealed record Open(int Number) : WorkerRequest;

    internal sealed record Infer(IReadOnlyList<TensorBytes> Inputs) : WorkerRequest;

    internal sealed record Allocations : WorkerRequest;

    internal sealed record WarmUp : WorkerRequest;

    internal sealed record TimeBlock(int Runs) : WorkerRequest;
}
