using System.Collections.Generic;

namespace Octavo.Benchmarks.Workers;

/// <summary>What a runtime says about a network.</summary>
/// <param name="Inputs">One item of each.</param>
/// <param name="Outputs">One item of each.</param>
/// <param name="ArenaBytes">The working memory of an instance; 0 where it is not known.</param>
/// <param name="WeightBytes">The weights as kernels read them; 0 where it is not known.</param>
/// <param name="MultiplyAccumulates">For one item; 0 where it is not known.</param>
internal sealed record NetworkFacts(IReadOnlyList<TensorFacts> Inputs, IReadOnlyList<TensorFacts> Outputs, long ArenaBytes, long WeightBytes, long MultiplyAccumulates);
