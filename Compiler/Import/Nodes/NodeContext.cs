using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Inputs;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Reference;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// What the importer of an operator sees of a node: its operands as values of the graph, its attributes, the operator set's version,
/// and the means to add operators to the graph.
/// </summary>
internal sealed class NodeContext(OnnxNode onnx, int opset, IReadOnlyList<Value?> inputs, Graph graph, TypeViews views, ExternalData external)
{
    private readonly HashSet<Value> _created = [];

    public OnnxNode Onnx => onnx;

    /// <summary>The version of the operator's domain.</summary>
    public int Opset => opset;

    /// <summary>Imports a graph among the attributes with the given inputs; it sees the values around the node. Returns its outputs.</summary>
    public Func<OnnxGraph, IReadOnlyList<Value?>, IReadOnlyList<Value>> Inline { get; init; } = (_, _) => throw new InvalidOperationException();

    public SequenceTable Sequences { get; init; } = new();

    public FoundCounts Found { get; init; } = new();

    public NodeAttributes Attributes { get; } = new(onnx);

    public int InputCount => inputs.Count;

    /// <summary>The number of results the node names, absent ones in the middle included.</summary>
    public int OutputCount => onnx.Outputs.Count;

    /// <summary>An operand, null when it is absent.</summary>
    public Value? Optional(int index) => index < inputs.Count ? inputs[index] : null;

    /// <summary>An operand as it is: codes that carry a quantization keep it.</summary>
    public Value Required(int index) => Optional(index) ?? throw Invalid($"input {index} is missing.");

    /// <summary>An operand as plain numbers, which is how ONNX's own arithmetic takes codes.</summary>
    public Value Plain(int index) => View(Required(index), null);

    /// <summary>An operand that must hold floats.</summary>
    public Value Real(int index)
    {
        Value value = Plain(index);
        return value.Type.Element.IsFloat()
            ? value
            : throw new ImportException(ProblemKind.UnsupportedType, $"input {index} holds {value.Type.Element.ShortName()} where Octavo supports floats only.");
    }

    /// <summary>An operand that must be a sequence: its tensors.</summary>
    public IReadOnlyList<Value> Sequence(int index) => Sequences.Find(Required(index)) ?? throw Invalid($"input {index} is no sequence.");

    /// <summary>A result that is a sequence.</summary>
    public Value EmitSequence(IEnumerable<Value> elements) => Sequences.Add(onnx.Outputs.FirstOrDefault() ?? "", elements);

    public IEnumerable<Value> All() => Enumerable.Range(0, InputCount).Select(Required);

    /// <summary>The contents of an operand that decides how the operator works, a shape or an axis for example; null when it is absent.</summary>
    public TensorData? Constant(int index, string what) =>
        Optional(index) is not { } value ? null : ConstantOf(value) ?? throw OpenValues.Refusal(value, what);

    /// <summary>The contents of an operand of an operator that exists for constants only.</summary>
    public TensorData ConstantOperand(int index) =>
        ConstantOf(Required(index)) ?? throw Unsupported($"Octavo supports it for constants only, and its operand {index} is computed from the model's inputs.");

    /// <summary>A constant's contents, also behind a few operators that only read constants; null for what depends on the model's inputs.</summary>
    public static TensorData? ConstantOf(Value value) => ConstantOf(value, depth: 6);

    private static TensorData? ConstantOf(Value value, int depth)
    {
        if (value.IsConstant || value.Producer is null || depth == 0)
        {
            return value.Data;
        }

        Node node = value.Producer;
        var operands = new List<Operand?>();
        foreach (Value? input in node.Inputs)
        {
            TensorData? data = input is null ? null : ConstantOf(input, depth - 1);
            if (input is not null && data is null)
            {
                return null;
            }

            operands.Add(input is null ? null : new Operand(data!, input.Type.Quantization));
        }

        return Evaluator.Evaluate(node.Op, operands, node.Outputs.Select(o => o.Type).ToList())[node.Outputs.IndexOf(value)];
    }

    /// <summary>An axis attribute or operand made non-negative.</summary>
    public int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Invalid($"axis {axis} does not exist in a tensor of rank {rank}.");

    /// <summary>The value with another quantization, or none, on the same codes.</summary>
    public Value View(Value value, Quantization? quantization) => views.Get(value, quantization, onnx.Name);

    /// <summary>Applies an operator whose result has the element type of its first input and no quantization.</summary>
    public Value Emit(Operator op, params Value?[] operands) => Emit(op, operands[0]!.Type.Element, null, operands);

    /// <summary>Applies an operator with one result; a result that depends on constants only is computed at once.</summary>
    public Value Emit(Operator op, ElementType element, Quantization? quantization, params Value?[] operands) => EmitAll(op, element, _ => quantization, operands)[0];

    /// <summary>Applies an operator; all results have one element type, and a quantization that may depend on the shape.</summary>
    public Value[] EmitAll(Operator op, ElementType element, Func<Shape, Quantization?> quantization, params Value?[] operands) =>
        EmitTypes(op, (shape, _) => new TensorType(element, shape, quantization(shape)), operands);

    /// <summary>Applies an operator whose results differ in type.</summary>
    public Value[] EmitTypes(Operator op, (ElementType Element, Quantization? Quantization)[] types, params Value?[] operands) =>
        EmitTypes(op, (shape, i) => new TensorType(types[i].Element, shape, types[i].Quantization), operands);

    private Value[] EmitTypes(Operator op, Func<Shape, int, TensorType> type, Value?[] operands)
    {
        if (operands.Any(v => v is not null && Sequences.Find(v) is not null))
        {
            throw new ImportException(ProblemKind.UnsupportedType, "an operand is a sequence of tensors, which Octavo supports between operators of sequences only.");
        }

        int count = operands.Length;
        while (count > 0 && operands[count - 1] is null)
        {
            count--;
        }

        Value?[] present = operands.Take(count).ToArray();
        TensorType[] types = op.InferShapes(present.Select(v => v?.Shape).ToArray()).Select((s, i) => Checked(type(s, i))).ToArray();
        string name = onnx.Name.Length > 0 ? onnx.Name : onnx.Outputs.FirstOrDefault(o => o.Length > 0) ?? onnx.OpType;
        // A dequantized constant stays an operator, so that a pass can give the quantized weights to an integer kernel.
        Value[] results = op is not (Dequantize or DequantizeBlocks) && present.All(v => v is null or { IsConstant: true })
            ? Fold(op, name, present, types)
            : graph.AddNode(op, name, present, types).Outputs.ToArray();
        _created.UnionWith(results);
        return results;
    }

    /// <summary>A constant result.</summary>
    public Value Emit(TensorData data)
    {
        var value = new Value(onnx.Outputs.FirstOrDefault() ?? "", data);
        _created.Add(value);
        return value;
    }

    public TensorData Read(OnnxTensor tensor) => TensorContents.Read(tensor, external);

    /// <summary>True for a value that this node brought into the graph.</summary>
    public bool Created(Value value) => _created.Contains(value);

    /// <summary>The node asks for something that ONNX allows and Octavo does not do.</summary>
    public ImportException Unsupported(string reason) => new(ProblemKind.UnsupportedAttribute, reason);

    /// <summary>The node breaks the rules of its operator.</summary>
    public ImportException Invalid(string reason) => new(ProblemKind.InvalidGraph, reason);

    private static Value[] Fold(Operator op, string name, Value?[] operands, TensorType[] types)
    {
        Operand?[] data = operands.Select(v => v is null ? null : new Operand(v.Data!, v.Type.Quantization)).ToArray();
        return Evaluator.Evaluate(op, data, types).Select((d, i) => new Value(name, d, types[i].Quantization)).ToArray();
    }

    private static TensorType Checked(TensorType type)
    {
        long bytes = type.Element.Size();
        foreach (int dimension in type.Shape.Dimensions)
        {
            bytes *= dimension;
            if (bytes > int.MaxValue)
            {
                throw new ImportException(ProblemKind.InvalidGraph, $"its result {type.Element.ShortName()}{type.Shape} would be larger than 2 GB.");
            }
        }

        return type;
    }
}
