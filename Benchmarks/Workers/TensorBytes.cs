using System.Collections.Generic;

namespace Octavo.Benchmarks.Workers;

/// <summary>A tensor on its way between processes.</summary>
/// <param name="Shape">Outermost axis first.</param>
/// <param name="Bytes">Raw little-endian elements, row-major.</param>
internal sealed record TensorBytes(IReadOnlyList<int> Shape, byte[] Bytes);
