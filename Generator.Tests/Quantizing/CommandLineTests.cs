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
    [InlineData("1", "float", 0, 0)]
    [InlineData("44", "float", 1, 0)]
    [InlineData("200", "float", -1, 1)]
    [InlineData("200", "16", 3, 1)]
    public void Layers_are_spared_until_the_outputs_are_good_enough(string target, string with, int layers, int exitCode)
    {
        string quantized = _folder.PathOf("mixed.onnx"), calibration = _folder.PathOf("mixed.calibration.json"), again = _folder.PathOf("again.onnx");
        Assert.Equal(exitCode, Root.Run(["quantize", _model, "--data", _data, "--mixed", target, "--mixed-with", with, "--save-calibration", calibration, "-o", quantized]));
        Compiler.Quantizing.QuantizationSettings settings = CalibrationFile.Read(File.ReadAllText(calibration), calibration).Settings;
        Assert.Empty(with == "float" ? settings.WideNodes : settings.ExcludeNodes);
        int spared = (with == "float" ? settings.ExcludeNodes : settings.WideNodes).Count;
        Assert.True(layers < 0 || spared == layers, $"{spared} layers are spared.");
        Assert.Equal(0, Root.Run(["quantize", _model, "--calibration", calibration, "-o", again]));
        Assert.Equal(File.ReadAllBytes(quantized), File.ReadAllBytes(again));
    }

    [Fact]
    public void Weights_in_groups_keep_what_the_model_answers()
    {
        string quantized = _folder.PathOf("group.onnx");
        Assert.Equal(0, Root.Run(["quantize", _model, "--data", _data, "--granularity", "group", "--group", "16", "-o", quantized]));
        Assert.Equal(0, Root.Run(["verify", _model, quantized, "--data", _data, "--min-cosine", "0.99"]));
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

    public static TheoryData<string, string> BadInput => new()
    {
        { "quantize small.onnx --data wrong.npy", "wrong.npy holds [5,5], and the model's input 'x' is [1,3,8,8]" },
        { "quantize small.onnx --data empty", "holds no data" },
        { "quantize small.onnx --data absent", "There is no file or folder 'absent'" },
        { "quantize small.onnx --data nan.bin", "nan.bin holds NaN at element 10 of an item for 'x'" },
        { "quantize small.onnx --data photo.jpg", "photo.jpg is no JPEG picture" },
        { "quantize small.onnx --data photo.webp", "known are npy, npz, pb (TensorProto), bin, idx, pgm, ppm, bmp, png, jpg" },
        { "quantize small.onnx --data short.bin", "short.bin holds 7 bytes" },
        { "quantize small.onnx --data data.bin --std 0", "--std must not be 0" },
        { "quantize small.onnx --data data.bin --unknown", "See 'octavo quantize --help'" },
        { "quantize small.onnx --data data.bin --mixed nan", "--mixed is a number of decibels" },
        { "quantize small.onnx --data picture.ppm --mean 1,2", "--mean has 2 numbers and the model's input of shape [1,3,8,8] has 3 channels" },
        { "quantize small.onnx --data --dynamic", "'--dynamic' is no option of this command, or stands where a value is missing" },
        { "quantize empty --dynamic", "'empty' is a folder" },
        { "quantize small.onnx --calibration bins.json", "the histogram of 'tensors." },
        { "quantize nan.onnx --dynamic", "The weights 'w' of node 'Conv_0' hold NaN at element 1" },
        { "quantize nan.onnx --data data.bin --prune-groups 0.2", "The weights 'w' of node 'Conv_0' hold NaN at element 1" },
        { "quantise small.onnx", "See 'octavo --help'" },
        { "quantize small.onnx --data data.bin --limit 0", "--limit is at least 1" },
        { "quantize small.onnx --data data.bin --resize 7", "'7'" },
        { "quantize small.onnx --data data.bin --save-prepared new.onnx --html new.onnx", "'new.onnx' is named for two results" },
        { "quantize small.onnx --data data.bin --save-prepared small.onnx", "'small.onnx' is what the command reads" },
        { "quantize small.onnx --data data.bin --html empty", "'empty' is a folder" },
        { "quantize small.onnx --data packed.npy.gz", "packed.npy.gz is damaged, or not compressed as its name says" },
        { "quantize small.onnx --data large.ppm", "large.ppm states a size of 30000 x 30000 pixels" },
        { "quantize small.onnx --data long.npy", "long.npy states a shape that is out of range" },
        { "quantize small.onnx --calibration percentile.json", "--percentile lies between 50 and 100" },
        { "quantize small.onnx --calibration good.json --overrides range.json", "'overrides.x' is [1, -1]" },
        { "quantize small.onnx --calibration good.json --overrides zero.json", "a zero point from 0 to 255" },
        { "quantize small.onnx --data data.bin --method best", "--method is minmax, moving-average, percentile, entropy, mse, not 'best'" },
        { "quantize small.onnx --data data.bin --percentile 101", "--percentile lies between 50 and 100" },
        { "quantize small.onnx --data data.bin --exclude-nodes nothing", "'nothing', which is no node or operator" },
        { "quantize small.onnx --data data.bin --mixed-with double", "double" },
        { "quantize small.onnx --dynamic --mixed 30", "--mixed goes with a static quantization" },
        { "quantize small.onnx --dynamic --weight-only", "exclude each other" },
        { "quantize small.onnx --data data.bin --granularity group --format qoperator", "--granularity group does not go with --format qoperator" },
        { "quantize small.onnx --dynamic --granularity group", "--granularity group does not go with --dynamic" },
        { "quantize small.onnx", "needs data to calibrate on" },
        { "quantize truncated.onnx --data data.bin", "truncated" },
        { "quantize empty.onnx --data data.bin", "The file is empty" },
        { "quantize absent.onnx --data data.bin", "'absent.onnx' cannot be read" },
        { "quantize small.onnx --calibration no.json", "'no.json' cannot be read" },
        { "quantize small.onnx --calibration newer.json", "no 'octavo calibration' of version 1" },
        { "quantize small.onnx --calibration cut.json", "'cut.json' cannot be read" },
        { "quantize other.onnx --calibration good.json", "made of another model" },
        { "quantize small.onnx --calibration good.json --overrides no.json", "'no.json' cannot be read" },
        { "calibrate small.onnx --data nan.bin", "nan.bin holds NaN" },
        { "calibrate truncated.onnx --data data.bin", "truncated" },
    };

    [Theory]
    [MemberData(nameof(BadInput))]
    public void Bad_input_is_told_and_leaves_nothing_behind(string words, string message)
    {
        _folder.Write("empty/readme.txt", "nothing");
        _folder.Write("wrong.npy", Npy("<f4", "5, 5", new byte[100]));
        byte[] nan = [.. SmallNetwork.Data];
        BitConverter.GetBytes(float.NaN).CopyTo(nan, 40);
        _folder.Write("nan.bin", nan);
        _folder.Write("photo.jpg", "jpeg");
        _folder.Write("photo.webp", "webp");
        _folder.Write("short.bin", new byte[7]);
        _folder.Write("truncated.onnx", SmallNetwork.Model[..(SmallNetwork.Model.Length / 2)]);
        _folder.Write("empty.onnx", []);
        _folder.Write("other.onnx", [.. SmallNetwork.Model, 0x12, 1, (byte)'x']);
        string good = CalibrationFile.Write(SmallNetwork.Calibration);
        _folder.Write("good.json", good);
        _folder.Write("cut.json", good[..(good.Length / 2)]);
        _folder.Write("newer.json", good.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        _folder.Write("no.json", "{ no");
        _folder.Write("bins.json", good.Replace("\"counts\": [", "\"counts\": [-1, ", StringComparison.Ordinal));
        _folder.Write("nan.onnx", new OnnxBuilder().Input("x", ElementType.Float32, 1, 3, 8, 8).Initializer("w", [1, 3, 1, 1], 1f, float.NaN, 1f).Node("Conv", ["x", "w"], ["y"]).Output("y").Build());
        _folder.Write("percentile.json", good.Replace("\"settings\": {", "\"settings\": { \"percentile\": 5,", StringComparison.Ordinal));
        _folder.Write("range.json", "{ \"x\": { \"low\": 1, \"high\": -1 } }");
        _folder.Write("zero.json", "{ \"x\": { \"scale\": 0.1, \"zeroPoint\": 300 } }");
        _folder.Write("packed.npy.gz", "not packed at all");
        _folder.Write("large.ppm", "P6 30000 30000 255\n");
        _folder.Write("picture.ppm", [.. "P6 8 8 255\n".Select(c => (byte)c), .. new byte[192]]);
        _folder.Write("long.npy", Npy("<f4", "99999999999, 3, 8, 8", []));
        string[] before = Files();

        // Paths are those of the folder, and options and names stay what they are.
        string[] arguments = [.. words.Split(' ').Select(word => File.Exists(_folder.PathOf(word)) || Directory.Exists(_folder.PathOf(word)) ? _folder.PathOf(word) : word)];
        var errors = new StringWriter();
        Assert.Equal(2, Root.Run([.. arguments, "-o", _folder.PathOf("result")], errors));
        Assert.Contains(message, errors.ToString().Replace(_folder.Root + Path.DirectorySeparatorChar, ""), StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("1 2", "There are 2 labels and more samples")]
    [InlineData("1 99999999999", "which is no label")]
    [InlineData("1 2 6", "The label 6 is no class of the model")]
    public void Labels_fit_the_samples_and_classes(string labels, string message)
    {
        string path = _folder.Write("labels.txt", labels);
        var errors = new StringWriter();
        Assert.Equal(2, Root.Run(["verify", _model, _model, "--data", _data, "--labels", path], errors));
        Assert.Contains(message, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Magnitudes_far_from_zero_are_recorded()
    {
        byte[] far = [.. Enumerable.Repeat(new[] { 3e6f, 3e37f }, SmallNetwork.InputLength / 2).SelectMany(v => v).SelectMany(BitConverter.GetBytes)];
        string output = _folder.PathOf("far.json");
        byte[] model = new OnnxBuilder().Input("x", ElementType.Float32, 1, 3, 8, 8).Node("Relu", ["x"], ["y"]).Output("y").Build();
        Assert.Equal(0, Root.Run(["calibrate", _folder.Write("relu.onnx", model), "--data", _folder.Write("far.bin", far), "-o", output]));
        TensorStatistics x = CalibrationFile.Read(File.ReadAllText(output), output).Tensors["x"];
        Assert.Equal((3e6f, 3e37f), (x.Min, x.Max));
        Assert.Equal(SmallNetwork.InputLength, x.Histogram.Counts.ToArray().Sum());
    }

    [Fact]
    public void Values_that_are_all_one_have_a_range_by_every_method()
    {
        string data = _folder.Write("one.bin", [.. Enumerable.Repeat(BitConverter.GetBytes(1e5f), SmallNetwork.InputLength).SelectMany(b => b)]), output = _folder.PathOf("one.int8.onnx");
        string model = _folder.Write("leaky.onnx", new OnnxBuilder(opset: 13).Input("x", ElementType.Float32, 1, 3, 8, 8).Node("LeakyRelu", ["x"], ["y"]).Output("y").Build());
        foreach (string method in new[] { "minmax", "moving-average", "percentile", "entropy", "mse" })
        {
            Assert.Equal(0, Root.Run(["quantize", model, "--data", data, "--method", method, "-o", output]));
            Assert.Equal(0, Root.Run(["verify", model, output, "--data", data, "--min-sqnr", "40"]));
        }
    }

    [Fact]
    public void Links_stay_and_what_they_lead_to_is_written()
    {
        string real = _folder.Write("real.json", "before"), link = _folder.PathOf("link.json");
        File.CreateSymbolicLink(link, real);
        Assert.Equal(0, Root.Run(["calibrate", _model, "--data", _data, "-o", link]));
        Assert.NotNull(File.ResolveLinkTarget(link, false));
        Assert.StartsWith("{", File.ReadAllText(real), StringComparison.Ordinal);
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
