using System.Collections.Generic;
using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen;

/// <summary>A parameter of a layer's method: a pointer into a tensor.</summary>
internal sealed record Operand(string Name, View View, bool IsWritten = false);

/// <summary>
/// One fused layer: a method of the generated class that calls one kernel of Runtime. A subclass per kernel decides the geometry, packs the weights and
/// writes the method's body.
/// </summary>
internal abstract class Layer(Node node)
{
    private readonly List<Operand> _operands = [];

    public Node Node { get; } = node;

    /// <summary>The value that the layer computes, for the layer table.</summary>
    public Value Output => Node.Y;

    /// <summary>The generated method's name.</summary>
    public string Method { get; set; } = "";

    /// <summary>The kernel in a few words for the layer table: <c>conv3x3/2 3→32</c>.</summary>
    public abstract string Kernel { get; }

    /// <summary>Multiply-accumulates per item.</summary>
    public virtual long MultiplyAccumulates => 0;

    /// <summary>The pointers that the method takes, in order.</summary>
    public IReadOnlyList<Operand> Operands => _operands;

    /// <summary>
    /// The output may take the place of this input in memory when nothing else needs it: both are walked in the same order with the same layout. Null when not.
    /// </summary>
    public virtual Operand? InPlaceInput => null;

    /// <summary>The threads meet within the layer: its method takes their <c>team</c>, too.</summary>
    public virtual bool NeedsTeam => false;

    /// <summary>Writes the statements of the method; its parameters are the operands, <c>weights</c>, <c>part</c> and <c>parts</c>.</summary>
    public abstract void WriteBody(CodeWriter code);

    protected Operand Read(string name, View view) => Use(new Operand(name, view));

    protected Operand Write(string name, View view) => Use(new Operand(name, view, IsWritten: true));

    /// <summary>The parameters <c>scale</c> and <c>zeroPoint</c>, when the quantization of x is computed at run time.</summary>
    protected void ReadDynamicQuantization(PlanContext context)
    {
        if (Node.Op is Conv { IsDynamic: true } or MatMul { IsDynamic: true })
        {
            Read("scale", context.View(Node.Inputs[3]!));
            Read("zeroPoint", context.View(Node.Inputs[4]!));
        }
    }

    private Operand Use(Operand operand)
    {
        _operands.Add(operand);
        return operand;
    }
}
