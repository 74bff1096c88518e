using System;
using System.Collections.Generic;

namespace Octavo.Compiler.Reference;

/// <summary>A tensor's contents together with what its codes mean.</summary>
public sealed record Operand(TensorData Data, Quantization? Quantization = null);

/// <summary>
/// Evaluates the intermediate representation slowly and obviously. It defines what every operator computes: constant folding, the oracle of
/// every test and calibration all use it.
/// </summary>
public static class Evaluator
{
    /// <summary>Runs a graph, before or after any pass; one tensor per graph input, one per graph output.</summary>
    public static IReadOnlyList<TensorData> Run(Graph graph, IReadOnlyList<TensorData> inputs) => throw new NotImplementedException();

    /// <summary>Evaluates one operator; an absent optional input is null. Returns one tensor per output type.</summary>
    public static TensorData[] Evaluate(Operator op, IReadOnlyList<Operand?> inputs, IReadOnlyList<TensorType> outputs) => throw new NotImplementedException();
}
