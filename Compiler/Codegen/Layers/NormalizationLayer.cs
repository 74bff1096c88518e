namespace Octavo.Compiler.Codegen.Layers;

/// <summary>LayerNormalization or RMSNormalization of rows of floats.</summary>
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

    public override string Kernel => _op.Centred ? "float layernorm" : "float rmsnorm";

    public override Operand? InPlaceInput => Operands[0];

    public override void WriteBody(CodeWriter code)
    {
        Shape x = Node.X.Shape;
        string extents = $"{Literal.Int(x.Product(0, _op.Axis))}, {Literal.Int(x.Product(_op.Axis, x.Rank))}";
        code.Line($"octavo::FloatNormalization.Run(x, {_scale}, {_bias}, y, {extents}, {Literal.Float(_op.Epsilon)}, {Literal.Bool(_op.Centred)}, part, parts);");
    }
}
