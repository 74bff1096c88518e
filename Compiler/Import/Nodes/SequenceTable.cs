using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Import.Nodes;

/// <summary>
/// The sequences of tensors that a model builds. Their lengths are known at import and only their tensors exist in the graph; a value that is no tensor stands for
/// a sequence between the operators that take it apart again.
/// </summary>
internal sealed class SequenceTable
{
    private readonly Dictionary<Value, IReadOnlyList<Value>> _elements = [];

    public Value Add(string name, IEnumerable<Value> elements)
    {
        var sequence = new Value(name, new TensorType(ElementType.Float32, new Shape(0)));
        _elements.Add(sequence, elements.ToList());
        return sequence;
    }

    /// <summary>The tensors of a sequence; null when the value is a tensor.</summary>
    public IReadOnlyList<Value>? Find(Value value) => _elements.TryGetValue(value, out IReadOnlyList<Value>? elements) ? elements : null;
}
