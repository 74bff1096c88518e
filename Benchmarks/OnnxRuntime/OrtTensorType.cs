namespace Octavo.Benchmarks.OnnxRuntime;

/// <summary>An input or output as a session declares it.</summary>
internal sealed record OrtTensorType(string Name, OrtElementType Element);
