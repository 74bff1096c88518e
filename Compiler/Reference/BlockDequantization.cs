namespace Octavo.Compiler.Reference;

/// <summary>Codes with a scale per block, and the operators that read them: each does what it says with <c>(code − z)·s</c> in place of a code.</summary>
internal static class BlockDequantization
{
    public static TensorData Evaluate(DequantizeBlocks op, Operand codes, Operand scales, Operand? zeros)
    {
        Shape shape = codes.Shape;
        int inner = (int)shape.Product(op.Axis + 1, shape.Rank), length = shape[op.Axis], blocks = scales.Shape[op.Axis];
        float[] reals = new float[codes.Data.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int block = ((((i / inner / length) * blocks) + (i / inner % length / op.Block)) * inner) + (i % inner);
            float code = (float)codes.Data.FloatAt(i), centred = zeros is null ? code : (float)(code - (float)zeros.Data.FloatAt(block));
            reals[i] = centred * (float)scales.Data.FloatAt(block);
        }

        return TensorData.Floats(shape, reals);
    }

    public static TensorData Evaluate(MatMulNBits op, Operand x, Operand codes, Operand scales, Operand? zeros, Operand? bias, TensorType y)
    {
        TensorData rows = Evaluate(new DequantizeBlocks(1, op.Block), codes, scales, zeros);
        var columns = new TensorType(ElementType.Float32, new Shape(codes.Shape[1], codes.Shape[0]));
        TensorData w = Movement.Transpose(new Transpose([1, 0]), new Operand(rows), columns);
        return MatrixProduct.Evaluate(new MatMul { Activation = op.Activation }, x, new Operand(w), bias, null, y);
    }

    public static TensorData Evaluate(GatherBlockQuantized op, Operand codes, Operand indices, Operand scales, Operand? zeros, TensorType y) =>
        Movement.Gather(new Gather(0), new Operand(Evaluate(new DequantizeBlocks(1, op.Block), codes, scales, zeros)), indices, y);
}
