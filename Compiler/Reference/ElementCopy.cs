using System;

namespace Octavo.Compiler.Reference;

/// <summary>
/// Copies elements between tensors. A code is copied as it is where both quantizations agree about it, and dequantized and quantized where they differ.
/// </summary>
internal sealed class ElementCopy(Operand x, TensorType yType, TensorWriter y)
{
    private readonly TensorReader _reader = new(x);
    private readonly int _size = x.Element.Size();
    private readonly bool _bytes = x.Element == yType.Element
        && (x.Quantization is null || yType.Quantization is null || (x.Quantization.IsPerTensor && x.Quantization.Equals(yType.Quantization)));

    public void Copy(int source, int destination)
    {
        if (_bytes || (x.Element == yType.Element && _reader.Quantization(source) == y.Quantization(destination)))
        {
            Buffer.BlockCopy(x.Data.Bytes, source * _size, y.Data.Bytes, destination * _size, _size);
        }
        else
        {
            y.Real(destination, _reader.Real(source));
        }
    }
}
