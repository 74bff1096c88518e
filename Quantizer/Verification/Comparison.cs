using System.Collections.Generic;

namespace Octavo.Tool.Verification;

/// <summary>A quantized model beside the float one.</summary>
/// <param name="Tensors">Intermediate results, the worst first.</param>
/// <param name="Outputs">In graph order.</param>
/// <param name="Predictions">Null when the model is no classifier.</param>
internal sealed record Comparison(int Samples, IReadOnlyList<TensorError> Outputs, IReadOnlyList<TensorError> Tensors, Predictions? Predictions);
