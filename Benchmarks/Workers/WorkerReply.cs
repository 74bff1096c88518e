namespace Octavo.Benchmarks.Workers;

/// <summary>A worker's answer, one line of JSON: the member that was asked for, or what went wrong.</summary>
internal sealed record WorkerReply
{
    /// <summary>The first answer of a network that is loaded.</summary>
    public NetworkFacts? Facts { get; init; }

    public byte[][]? Outputs { get; init; }

    /// <summary>Milliseconds, bytes or runs.</summary>
    public double Number { get; init; }

    /// <summary>Why the runtime does not take this network.</summary>
    public string? Refusal { get; init; }

    /// <summary>What should not have happened.</summary>
    public string? Error { get; init; }
}
