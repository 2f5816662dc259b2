//! A linear layer `y = x · Wᵀ + b`, in bytes or in floats, whichever the model file holds.

use crate::file::{Matrix, ModelFile};
use crate::kernels::{Level, float, product, quantised};
use crate::{ModelError, ModelErrorKind};

/// One layer's weights, packed for the kernels.
#[derive(Debug)]
pub(crate) struct Linear {
    weights: Weights,
    /// What activations are multiplied by before they are quantised.
    smooth: Option<Vec<f32>>,
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
}

#[derive(Debug)]
enum Weights {
    Bytes(quantised::PackedWeights),
    Floats(product::Panels, Vec<f32>),
}

impl Linear {
    /// The layer `name`: tensors `name.w`, `name.b`, and perhaps `name.smooth`.
    pub(crate) fn load(file: &ModelFile, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        let bias = file.floats(&format!("{name}.b"), &[outputs])?;
        Self::with_bias(file, name, &bias, inputs)
    }

    /// The layer `name` that has no bias.
    pub(crate) fn load_without_bias(
        file: &ModelFile,
        name: &str,
        outputs: usize,
        inputs: usize,
    ) -> Result<Self, ModelError> {
        Self::with_bias(file, name, &vec![0.0; outputs], inputs)
    }

    fn with_bias(file: &ModelFile, name: &str, bias: &[f32], inputs: usize) -> Result<Self, ModelError> {
        let outputs = bias.len();
        let weight_name = format!("{name}.w");
        let smooth_name = format!("{name}.smooth");
        let smooth = match file.has(&smooth_name) {
            true => Some(file.floats(&smooth_name, &[inputs])?),
            false => None,
        };
        let weights = match file.matrix(&weight_name, &[outputs, inputs])? {
            Matrix::Bytes(range, scale) => {
                let values: Vec<i8> = file.bytes[range].iter().map(|b| b.cast_signed()).collect();
                if values.contains(&i8::MIN) {
                    let message = format!("the weights `{weight_name}` reach -128; they must lie within ±127");
                    return Err(file.error(ModelErrorKind::Corrupt, message));
                }
                Weights::Bytes(quantised::PackedWeights::new(&values, &scale, bias, outputs, inputs))
            }
            Matrix::Floats(mut values) => {
                if let Some(smooth) = &smooth {
                    for row in values.chunks_exact_mut(inputs.max(1)) {
                        row.iter_mut().zip(smooth).for_each(|(w, s)| *w *= s);
                    }
                }
                Weights::Floats(product::Panels::from_outputs(&values, outputs, inputs), bias.to_vec())
            }
        };
        Ok(Self { weights, smooth, inputs, outputs })
    }
}

/// Rows of activations on their way through one or several layers; quantised once for all that want the same.
pub(crate) struct Rows<'a> {
    level: Level,
    values: &'a [f32],
    rows: usize,
    quantised: &'a mut quantised::QuantisedRows,
    /// The factors that the rows are quantised with already.
    ready: Option<Option<&'a [f32]>>,
}

impl<'a> Rows<'a> {
    /// `values` is `rows` rows one after the other.
    pub(crate) fn new(
        level: Level,
        values: &'a [f32],
        rows: usize,
        quantised: &'a mut quantised::QuantisedRows,
    ) -> Self {
        Self { level, values, rows, quantised, ready: None }
    }

    /// Leaves out all but the first `rows` rows from here on.
    pub(crate) fn keep(&mut self, rows: usize) {
        self.rows = rows.min(self.rows);
    }

    /// `out = layer(rows)`; `out` is resized to fit.
    pub(crate) fn through(&mut self, layer: &'a Linear, gelu: bool, out: &mut Vec<f32>) {
        let rows = self.rows;
        out.resize(rows * layer.outputs, 0.0);
        match &layer.weights {
            Weights::Bytes(weights) => {
                let smooth = layer.smooth.as_deref();
                if self.ready != Some(smooth) {
                    self.quantised.fill(self.level, self.values, rows, layer.inputs, smooth);
                    self.ready = Some(smooth);
                }
                quantised::product(self.level, self.quantised, rows, weights, gelu, out, layer.outputs);
            }
            Weights::Floats(weights, bias) => {
                product::product(self.level, self.values, layer.inputs, rows, weights, out, layer.outputs);
                for row in out.chunks_exact_mut(layer.outputs.max(1)) {
                    row.iter_mut().zip(bias).for_each(|(value, bias)| *value += bias);
                }
                if gelu {
                    float::gelu(self.level, out);
                }
            }
        }
    }
}
