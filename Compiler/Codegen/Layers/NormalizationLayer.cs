using Octavo.Compiler.Codegen.Planning;
using Octavo.Compiler.Codegen.Writing;

namespace Octavo.Compiler.Codegen.Layers;

/// <summary>LayerNormalization or RMSNormalization of rows of floats or codes.</summary>
internal sealed class NormalizationLayer : Layer
{
    private readonly LayerNormalization _op;
    private readonly string _scale;
    private readonly string _bias;

    public NormalizationLayer(Node node, PlanContext context)
        : base(node)
    {
        _op = (LayerNormalization)node.Op;
        Read("x", context.View(node.X));
        _scale = Parameter(1, "scale");
        _bias = Parameter(2, "bias");
        Write("y", context.View(node.Y));

        string Parameter(int index, string name) => node.Input(index) is { } value ? Read(name, context.View(value)).Name : "null";
    }

    public override string Kernel => FloatElements.Prefix(Node) + (_op.Centred ? "layernorm" : "rmsnorm");

    public override Operand? InPlaceInput => Operands[0];

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        Shape? parameters = (Node.Input(1) ?? Node.Input(2))?.Shape;
        using (code.Block("var shape = new octavo::NormalizationShape", ";"))
        {
            code.Line($"Rows = {Literal.Int(x.Product(0, _op.Axis))}, Length = {Literal.Int(x.Product(_op.Axis, x.Rank))},");
            code.Line($"Run = {Literal.Int(parameters is null ? x.Length : LayerNormalization.Run(parameters, x))}, Parameters = {Literal.Int(parameters?.Length ?? 1)},");
            code.Line($"Epsilon = {Literal.Float(_op.Epsilon)}, Centred = {Literal.Bool(_op.Centred)},");
        }

        code.Line($"octavo::FloatNormalization.Run({FloatElements.Of(Node.X, "x")}, {_scale}, {_bias}, {FloatElements.Of(Node.Y, "y")}, in shape, part, parts);");
    }
}
