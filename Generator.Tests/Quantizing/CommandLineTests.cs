using System;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Calibration;
using Octavo.Generator.Models;
using Octavo.Generator.Tests.Support;
using Octavo.Tool.Commands;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>The commands as a user types them.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _data;

    public CommandLineTests()
    {
        _model = _folder.Write("small.onnx", SmallNetwork.Model);
        _data = _folder.Write("data.bin", SmallNetwork.Data);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void From_data_to_a_verified_model()
    {
        string calibration = _folder.PathOf("small.calibration.json"), quantized = _folder.PathOf("small.int8.onnx"), page = _folder.PathOf("report.html");
        Assert.Equal(0, Root.Run(["calibrate", _model, "--data", _data, "--method", "mse", "-o", calibration]));
        Assert.Equal(0, Root.Run(["quantize", _model, "--calibration", calibration, "-o", quantized]));
        Assert.Equal(0, Root.Run(["verify", _model, quantized, "--data", _data, "--min-cosine", "0.99", "--html", page]));
        Assert.Equal(1, Root.Run(["verify", _model, quantized, "--data", _data, "--min-sqnr", "150"]));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(page));
    }

    [Theory]
    [InlineData(null, "MatMulNBits")]
    [InlineData("qoperator", "MatMulNBits")]
    [InlineData("qdq", "DequantizeLinear")]
    public void Weights_alone_need_no_data(string? format, string op)
    {
        string quantized = _folder.PathOf("small.int4.onnx");
        string[] form = format is null ? [] : ["--format", format];
        Assert.Equal(0, Root.Run(["quantize", _model, "--weight-only", "--bits", "4", "--group", "16", .. form, "-o", quantized]));
        Assert.Contains(op, System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(quantized)), StringComparison.Ordinal);
        Assert.Equal(0, Root.Run(["verify", _model, quantized, "--data", _data, "--min-cosine", "0.9"]));
    }

    [Fact]
    public void A_calibration_beside_a_model_is_the_same_as_quantizing_first()
    {
        string calibration = _folder.PathOf("small.calibration.json"), quantized = _folder.PathOf("small.int8.onnx");
        Assert.Equal(0, Root.Run(["calibrate", _model, "--data", _data, "--activations", "s8", "--bias-correction", "true", "-o", calibration]));
        Assert.Equal(0, Root.Run(["quantize", _model, "--calibration", calibration, "-o", quantized]));

        ModelDescriptor descriptor = ModelDescription.Of(_model, new CompilerOptions("Small"), Path.GetFileName(calibration));
        string text = descriptor.Format(_folder.PathOf("Small.octavo"));
        ModelSource built = ModelInput.Open(ModelDescriptor.Parse(text, _folder.PathOf("Small.octavo"))!);
        Assert.Equal(File.ReadAllBytes(quantized), built.Bytes);

        File.AppendAllText(calibration, " ");
        Assert.Throws<ModelException>(() => ModelInput.Open(descriptor));
    }

    [Fact]
    public void Data_may_come_in_any_of_the_formats()
    {
        using var cases = new TemporaryFolder();
        cases.Write("case_0/input_0.bin", SmallNetwork.Data[..(4 * SmallNetwork.InputLength)]);
        cases.Write("case_1/input_0.npy", Npy("<f4", "2, 3, 8, 8", SmallNetwork.Data[..(8 * SmallNetwork.InputLength)]));
        string output = _folder.PathOf("c.json");
        Assert.Equal(0, Root.Run(["calibrate", _model, "--data", cases.Root, "-o", output]));
        Assert.Equal(3, CalibrationFile.Read(File.ReadAllText(output), output).Samples);

        string picture = _folder.Write("p.ppm", [.. "P6\n# made by hand\n8 8\n255\n".Select(c => (byte)c), .. Enumerable.Range(0, 192).Select(i => (byte)i)]);
        Assert.Equal(0, Root.Run(["calibrate", _model, "--data", picture, "--mean", "100", "--std", "50", "-o", output]));
        CalibrationData calibration = CalibrationFile.Read(File.ReadAllText(output), output);
        Assert.Equal((-2f, 1.82f), (calibration.Tensors["x"].Min, calibration.Tensors["x"].Max));
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("200", 3)]
    public void Layers_stay_in_float_until_the_outputs_are_good_enough(string target, int inFloat)
    {
        string quantized = _folder.PathOf("mixed.onnx"), calibration = _folder.PathOf("mixed.calibration.json"), again = _folder.PathOf("again.onnx");
        Assert.Equal(0, Root.Run(["quantize", _model, "--data", _data, "--mixed", target, "--save-calibration", calibration, "-o", quantized]));
        Assert.Equal(inFloat, CalibrationFile.Read(File.ReadAllText(calibration), calibration).Settings.ExcludeNodes.Count);
        Assert.Equal(0, Root.Run(["quantize", _model, "--calibration", calibration, "-o", again]));
        Assert.Equal(File.ReadAllBytes(quantized), File.ReadAllBytes(again));
    }

    [Fact]
    public void Ranges_adapt_from_one_sample_to_the_next()
    {
        string quantized = _folder.PathOf("adaptive.onnx");
        Assert.Equal(0, Root.Run(["quantize", _model, "--data", _data, "--adaptive", "0.2", "-o", quantized]));
        Assert.Equal(0, Root.Run(["verify", _model, quantized, "--data", _data, "--min-sqnr", "20"]));
        Assert.Equal(2, Root.Run(["quantize", _model, "--adaptive", "-o", quantized]));
        Assert.Equal(2, Root.Run(["quantize", _model, "--data", _data, "--adaptive", "1.5", "-o", quantized]));
    }

    [Fact]
    public void A_prepared_model_is_calibrated_anew()
    {
        string quantized = _folder.PathOf("p.int8.onnx"), prepared = _folder.PathOf("p.onnx");
        Assert.Equal(0, Root.Run(["quantize", _model, "--data", _data, "--equalize", "--prune-groups", "0.1", "--save-prepared", prepared, "-o", quantized]));
        Assert.Equal(0, Root.Run(["verify", prepared, quantized, "--data", _data, "--min-cosine", "0.98"]));
        Assert.Equal(2, Root.Run(["quantize", _model, "--data", _data, "--prune-groups", "1.5", "-o", quantized]));
    }

    [Fact]
    public void Bad_input_is_told_and_leaves_nothing_behind()
    {
        _folder.Write("empty/readme.txt", "nothing");
        string wrongShape = _folder.Write("wrong.npy", Npy("<f4", "5, 5", new byte[100]));
        byte[] nan = [.. SmallNetwork.Data];
        BitConverter.GetBytes(float.NaN).CopyTo(nan, 40);
        string withNan = _folder.Write("nan.bin", nan);
        string truncated = _folder.Write("truncated.onnx", SmallNetwork.Model[..(SmallNetwork.Model.Length / 2)]);
        string output = _folder.PathOf("result.onnx");
        string[][] wrong =
        [
            ["quantize", _model, "--data", wrongShape],
            ["quantize", _model, "--data", _folder.PathOf("empty")],
            ["quantize", _model, "--data", _folder.PathOf("absent")],
            ["quantize", _model, "--data", withNan],
            ["quantize", _model, "--data", _folder.Write("photo.jpg", "jpeg")],
            ["quantize", _model, "--data", _folder.Write("photo.webp", "webp")],
            ["quantize", _model, "--data", _folder.Write("short.bin", new byte[7])],
            ["quantize", _model, "--data", _data, "--unknown"],
            ["quantize", _model, "--data", _data, "--method", "best"],
            ["quantize", _model, "--data", _data, "--percentile", "101"],
            ["quantize", _model, "--data", _data, "--exclude-nodes", "nothing"],
            ["quantize", _model, "--dynamic", "--weight-only"],
            ["quantize", _model],
            ["quantize", truncated, "--data", _data],
            ["quantize", _folder.PathOf("absent.onnx"), "--data", _data],
        ];
        string[] before = Files();
        foreach (string[] arguments in wrong)
        {
            Assert.True(Root.Run([.. arguments, "-o", output]) == 2, string.Join(' ', arguments));
        }

        Assert.Equal(before, Files());
    }

    [Fact]
    public void Inspecting_and_compiling_write_what_they_say()
    {
        Assert.Equal(0, Root.Run(["inspect", _model, "--html", _folder.PathOf("i.html")]));
        Assert.Equal(0, Root.Run(["compile", _model, "-o", _folder.PathOf("out"), "--class", "Small"]));
        Assert.Contains("class Small", File.ReadAllText(_folder.PathOf("out/Small.g.cs")));
        Assert.True(new FileInfo(_folder.PathOf("out/Small.weights")).Length > 0);
        Assert.Equal(2, Root.Run(["compile", _model, "-o", _folder.PathOf("out"), "--class", "class;"]));
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static byte[] Npy(string type, string shape, byte[] content)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header.Select(c => (byte)c), .. content];
    }
}
