using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import.Tensors;
using Octavo.Compiler.Onnx;
using Octavo.Compiler.Onnx.Schema;

namespace Octavo.Conformance.Suites;

/// <summary>Reads the serialized tensors of ONNX's backend tests.</summary>
internal static class TensorFile
{
    /// <returns>Null when Octavo has no such element type or the file holds no tensor.</returns>
    public static TensorData? Read(string path)
    {
        TensorProto proto = TensorProto.Parser.ParseFrom(File.ReadAllBytes(path));
        if (OnnxDataType.ToElementType(proto.DataType) is null)
        {
            return null;
        }

        var tensor = new OnnxTensor(proto.Name, proto.DataType, proto.Dims.ToArray())
        {
            Raw = proto.HasRawData ? proto.RawData.ToByteArray() : null,
            Floats = proto.FloatData,
            Ints = proto.Int32Data,
            Longs = proto.Int64Data,
            Doubles = proto.DoubleData,
            ULongs = proto.Uint64Data,
        };
        return TensorContents.Read(tensor, null!);
    }
}
