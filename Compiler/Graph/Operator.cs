using System;

namespace Octavo.Compiler;

/// <summary>
/// What a node computes: a record whose properties are the operator's attributes, normalised by the importer (axes non-negative,
/// pads explicit, opset drift gone). The meaning is defined by Reference; what the operands' types are (float or quantized) selects
/// the arithmetic.
/// </summary>
public abstract record Operator
{
    /// <summary>The operator's name: the ONNX name where there is one.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The shapes of the outputs, from those of the inputs (null for an absent one).</summary>
    /// <exception cref="ShapeException">The shapes do not fit the operator.</exception>
    public abstract Shape[] InferShapes(Shape?[] inputs);

    /// <summary>Records print their properties; operators print their name, since attribute arrays print badly.</summary>
    public sealed override string ToString() => Name;
}

/// <summary>Input shapes do not fit an operator; the message says which and why.</summary>
public sealed class ShapeException(string message) : Exception(message);
