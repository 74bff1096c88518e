namespace Octavo.Compiler;

/// <summary>
/// A tensor in a graph: a graph input, a constant, or the result of a node. Its identity is the object; the name is for people and
/// is untrusted text from the model.
/// </summary>
public sealed class Value
{
    public Value(string name, TensorType type)
    {
        Name = name;
        Type = type;
    }

    public Value(string name, TensorData data, Quantization? quantization = null)
        : this(name, new TensorType(data.Element, data.Shape, quantization))
    {
        Data = data;
    }

    public string Name { get; set; }

    public TensorType Type { get; set; }

    /// <summary>The contents of a constant; null for everything that is computed at run time.</summary>
    public TensorData? Data { get; }

    /// <summary>The node that computes the value; null for graph inputs and constants. Kept by <see cref="Graph"/>.</summary>
    public Node? Producer { get; internal set; }

    public bool IsConstant => Data is not null;

    public Shape Shape => Type.Shape;

    public override string ToString() => $"{Name}: {Type}{(IsConstant ? " const" : "")}";
}
