using System;

namespace Octavo.Benchmarks.Workers;

/// <summary>A runtime does not take a network, and says why.</summary>
internal sealed class RefusedException(string message) : Exception(message);
