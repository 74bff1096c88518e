namespace Octavo.Compiler.Reference;

/// <summary>Finds the channel of a quantization that an element, counted in row-major order, belongs to.</summary>
internal readonly struct ChannelIndex
{
    private readonly int _stride;
    private readonly int _count;

    public ChannelIndex(Quantization? quantization, Shape shape)
    {
        bool perTensor = quantization is null or { IsPerTensor: true };
        _count = perTensor ? 1 : shape[quantization!.Axis];
        _stride = perTensor ? 1 : (int)shape.Product(quantization!.Axis + 1, shape.Rank);
    }

    public int Of(int element) => _count == 1 ? 0 : element / _stride % _count;
}
